from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from ...importer.confirmation import Allowance
from ...importer.states import CANCELLED, SCHEDULED, VALIDATED, WAITING
from ...tools.rows.problems import Problem

# People who are asked to approve one import; it takes any one of them.
ASKED = 20
# Rows shown to who approves, and rows of the file looked through to find them.
SHOWN_ROWS = 50
SEARCHED_ROWS = 500


class RegistrationImportJob(models.Model):
    """What nothing brings back: counted in the plan, confirmed by its number, above a limit
    approved by a second person, and never more than was confirmed."""

    _inherit = "registration.import.job"

    irreversible = fields.Json(readonly=True, help="Rows planned for each irreversible operation")
    irreversible_text = fields.Char(compute="_compute_irreversible_text")
    confirmed = fields.Integer(readonly=True, help="Irreversible rows that were confirmed")
    approver_id = fields.Many2one("res.users", "Approved by", readonly=True)
    can_approve = fields.Boolean(compute="_compute_can_approve")
    irreversible_rows = fields.Html(compute="_compute_irreversible_rows", sanitize=False)

    @api.depends("irreversible")
    @api.depends_context("lang")
    def _compute_irreversible_text(self):
        for job in self:
            job.irreversible_text = job._name_irreversible() or False

    def _name_irreversible(self):
        """What of the plan nothing brings back, in words: "Anonymize 12, Delete 3, Drop 1"."""
        return ", ".join(self._irreversible_parts())

    def _irreversible_parts(self):
        names = self._kind()._irreversible
        counts = self._irreversible_counts().items()
        return [f"{self.env._(names[verb])} {self._show_count(count)}" for verb, count in counts]

    def _irreversible_effects(self):
        """What the planned operations do, a sentence each: ``[(name, text)]``."""
        kind = self._kind()
        names, effects = kind._irreversible, kind._irreversible_effects
        return [
            (self.env._(names[verb]), self.env._(effects[verb]))
            for verb in self._irreversible_counts()
            if verb in effects
        ]

    def _irreversible_counts(self):
        """``{verb: rows}`` in the order in which the kind names them: JSON keeps one of its own."""
        counts = self.sudo().irreversible or {}
        return {verb: counts[verb] for verb in self._kind()._irreversible if verb in counts}

    def _count_irreversible(self):
        return sum((self.sudo().irreversible or {}).values())

    @api.depends("state")
    @api.depends_context("uid")
    def _compute_can_approve(self):
        for job in self:
            job.can_approve = job.state == WAITING and job._may_approve()

    def _may_approve(self):
        """Whether the user is a second person with the right, to the records of each owner."""
        if self.sudo().create_uid == self.env.user or self._irreversible_refusal():
            return False
        return self._kind()._may_decide(set(self._planned_scopes()))

    def _irreversible_refusal(self):
        """Why the user may not do what nothing brings back, or None."""
        return self.operation_id._refusal("irreversible")

    @api.depends("state")
    @api.depends_context("uid", "lang")
    def _compute_irreversible_rows(self):
        """Who is asked to approve an import sees whom it would hit."""
        for job in self:
            waits = job.state == WAITING and (job.is_mine or job.can_approve)
            job.irreversible_rows = job._render_irreversible() if waits else False

    def _render_irreversible(self):
        kind = self._kind()
        found = self._as_starter()._preview(SEARCHED_ROWS)
        rows = [row for row in found if row.does(kind._irreversible)]
        shown, names = rows[:SHOWN_ROWS], kind._report_fields
        erased = self._names_of_erased(shown)
        values = {
            "labels": [kind._schema().field(name).label for name in names],
            "rows": [
                {
                    "number": row.number,
                    "codes": [row.values.get(name) for name in names],
                    "label": self.env._(kind._irreversible[row.plan.verb]),
                    "name": erased.get(row.id),
                }
                for row in shown
            ],
            "more": max(self._count_irreversible() - len(shown), 0),
        }
        return self.env["ir.qweb"]._render("registration_import.irreversible_rows", values)

    def _names_of_erased(self, rows):
        """``{row id: name}`` of the records that nothing brings back after the planned rows, where
        the user may see them."""
        kind = self._kind()
        erasing = [row for row in rows if row.does(kind._irreversible) and row.plan.record]
        records = self.env[kind._target].browse({row.plan.record for row in erasing})
        seen = records.exists()._filtered_access("read")
        names = {record.id: record.display_name for record in seen}
        return {row.id: names[row.plan.record] for row in erasing if row.plan.record in names}

    # -- counting ----------------------------------------------------------------------------

    def _planned_irreversible(self):
        """``{verb: rows}`` of the validation, in the order in which the kind names them."""
        found = self._store().planned_verbs()
        counts = dict.fromkeys(self._kind()._irreversible, 0)
        for (verb, _scope), count in found.items():
            counts[verb] += count
        return {verb: count for verb, count in counts.items() if count}

    def _planned_scopes(self):
        """``{scope: rows}``: whose records they are."""
        scopes = {}
        found = self._store().planned_verbs()
        for (_verb, scope), count in found.items():
            scopes[scope] = scopes.get(scope, 0) + count
        return scopes

    def _allowance(self):
        """What a piece may do of it: what was seen when the number was typed."""
        verbs = self._kind()._irreversible
        if not verbs:
            return Allowance()
        targets = self._store().planned_targets()
        return Allowance(verbs, targets if self.sudo().confirmed else {})

    # -- asking --------------------------------------------------------------------------------

    def _check_planned(self):
        """What could be irreversible is looked at before it is run."""
        if self._kind()._irreversible and self.sudo().state != VALIDATED:
            raise UserError(
                self.env._(
                    "Validate first: a file of this kind may hold operations that nothing brings"
                    " back."
                )
            )

    def _confirm(self, number):
        """Take the number that a person typed for the irreversible rows, where there are any."""
        count = self._count_irreversible()
        if not count:
            return
        self.operation_id._check_right("irreversible")
        if type(number) is not int or number != count:  # JSON's true is 1 as well
            raise UserError(
                self.env._(
                    "%(operations)s: nothing brings that back. Confirm it with the number"
                    " %(count)s.",
                    operations=self._name_irreversible(),
                    count=count,
                )
            )
        self._update(confirmed=count)

    def _confirm_unattended(self):
        """The same where nobody can be asked: the number is an option of the call, or the
        operation allows what is planned by name. None, or the ``(code, params)`` that refuses."""
        count = self._count_irreversible()
        if not count:
            return None
        if refusal := self._irreversible_refusal():
            return Problem("not_authorised", params={"message": refusal})
        allowed = self.sudo().operation_id._allowed_verbs()
        given = (self.sudo().options or {}).get("confirm")
        if given != count and not allowed.issuperset(self.sudo().irreversible):
            params = {"planned": self._codes_irreversible(), "count": count}
            return Problem("not_confirmed", params=params)
        self._update(confirmed=count)
        return None

    def _codes_irreversible(self):
        """Like the words, but as a file and an option name them: "ANONYMIZE 12, DROP 1"."""
        counts = self._irreversible_counts().items()
        return ", ".join(f"{verb.upper()} {count}" for verb, count in counts)

    # -- a second person -----------------------------------------------------------------------

    def _next_state(self):
        """Where a confirmed job goes: on its way, or first to a second person."""
        if self._count_irreversible() and self._kind()._is_large(self._planned_scopes()):
            return WAITING
        return SCHEDULED

    def _send_on(self):
        """Go there; tell those who may approve, or the workers."""
        self._update(state=self._next_state())
        if self.sudo().state == WAITING:
            self._ask_approvers()
        else:
            self._wake_workers()

    def _ask_approvers(self):
        """An e-mail to each who may approve."""
        job = self.sudo()
        users = self._kind()._approvers(job.company_id)
        users = users.filtered(lambda user: self.with_user(user)._may_approve())[:ASKED]
        template = self.env.ref("registration_import.mail_template_approval").sudo()
        for user in users.filtered("email"):
            template.with_context(lang=user.lang).send_mail(
                job.id,
                email_layout_xmlid="mail.mail_notification_light",
                email_values={"recipient_ids": [Command.link(user.partner_id.id)]},
            )
        self.env.ref("mail.ir_cron_mail_scheduler_action").sudo()._trigger()

    def action_approve(self):
        """A second person with the right lets the job run."""
        self._check_approver()
        self._update(state=SCHEDULED, approver_id=self.env.uid)
        self._wake_workers()
        return True

    def action_reject(self):
        """A second person with the right says no: nothing of the file is applied."""
        self._check_approver()
        self._update(approver_id=self.env.uid)
        self._as_starter()._finish(
            CANCELLED, code="not_approved", params={"user": self.env.user.name}
        )
        return True

    def _check_approver(self):
        self.ensure_one()
        self.check_access("read")
        self.sudo().lock_for_update(allow_referencing=True)
        self._check_state(WAITING)
        self.operation_id._check_right("irreversible")
        if not self._may_approve():
            raise AccessError(
                self.env._("A second person approves: not the one who started the import.")
            )
