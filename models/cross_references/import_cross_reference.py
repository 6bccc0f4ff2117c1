import contextlib

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

from ...importer.words import arrow
from ...tools.rows.cross_references import named_text, names_nothing, tidy_text

# What decides which one downloads write.
KEY = ("system_id", "type", "ours")
LENGTH = 200
# In the context: whoever writes settles what was written, all at once. No caller from outside can
# send this very object.
UNSETTLED = object()


class RegistrationImportCrossReference(models.Model):
    """What a value of another system means here (V16, V17). Several of theirs may mean the same
    of ours; one of these is preferred: downloads write that one."""

    _name = "registration.import.cross.reference"
    _inherit = "registration.import.our.value.mixin"
    _description = "Cross-reference"
    _order = "system_id, type, theirs, id"

    system_id = fields.Many2one("registration.import.system", required=True, ondelete="cascade")
    system_code = fields.Char("System Code", related="system_id.code")
    company_id = fields.Many2one(related="system_id.company_id", store=True, index=True)
    ours = fields.Char(required=True)
    preferred = fields.Boolean(
        copy=False, help="Of several values that mean the same, downloads write this one"
    )

    # found by our value, which is the contact's id
    contact_id = fields.Many2one(
        "res.partner", compute="_compute_contact_id", search="_search_contact_id", compute_sudo=True
    )

    _theirs_uniq = models.UniqueIndex(
        "(system_id, type, theirs)", "This value of the system has a cross-reference already."
    )
    _ours_idx = models.Index("(system_id, type, ours)")

    def _company(self):
        return self.system_id.sudo().company_id

    @api.depends("theirs", "ours")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for reference in self:
            values = [each for each in (reference.theirs, reference.ours) if each]
            reference.display_name = f" {arrow(self.env)} ".join(values) or self.env._("New")

    @api.depends("type", "ours")
    def _compute_contact_id(self):
        for reference in self:
            is_contact = reference.type == "contact" and reference.ours
            reference.contact_id = int(reference.ours) if is_contact else False

    @api.model
    def _search_contact_id(self, operator, value):
        if operator in ("any", "any!") and isinstance(value, SQL):
            value = SQL("(SELECT id::text FROM %s AS contact(id))", value)
        elif operator == "in":
            value = [str(each) for each in value]
        else:
            return NotImplemented
        return Domain("type", "=", "contact") & Domain("ours", "in", value)

    # -- writing -----------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        references = super().create([_tidied(vals, vals.get("type")) for vals in vals_list])
        references._settle_ours()
        chosen = [r.id for r, vals in zip(references, vals_list, strict=True) if _prefers(vals)]
        references._settle_preferred(references._preference_keys(), chosen)
        return references

    def write(self, vals):
        vals = _tidied(vals, vals.get("type") or self[:1].type)
        if vals.get("system_id"):
            # rules look at the one that it had
            self.system_id.browse(vals["system_id"]).check_access("read")
        if self.env.context.get("cross_references") is UNSETTLED or vals.keys().isdisjoint(
            (*KEY, "preferred")
        ):
            return super().write(vals)
        before = self._preference_keys()
        result = super().write(vals)
        self._settle(before, self.ids if _prefers(vals) else [])
        return result

    @api.model
    @contextlib.contextmanager
    def _writing_together(self, changes):
        """What a batch of rows changes is settled together: a few queries for all."""
        changed = {
            change.record: bool(change.values.get("preferred"))
            for change in changes
            if change.record and not change.removes
        }
        references = self.browse(changed)
        before = references._preference_keys()
        yield self.with_context(cross_references=UNSETTLED).env.context
        if changed:
            references._settle(before, [each for each, chosen in changed.items() if chosen])

    def _settle(self, before, chosen):
        """After writes: what our values are, and which are preferred now; ``before`` are the keys
        that these had."""
        self._settle_ours()
        last = [each for each in self.ids if each not in set(chosen)]
        self._settle_preferred(before | self._preference_keys(), chosen, last)

    def unlink(self):
        before = self._preference_keys()
        result = super().unlink()
        self._settle_preferred(before)
        return result

    @api.constrains("type", "theirs")
    def _check_theirs(self):
        for reference in self:
            if not reference.theirs or len(reference.theirs) > LENGTH:
                raise ValidationError(
                    self.env._("Their value is a text of up to %s characters.", LENGTH)
                )
            if names_nothing(reference.type, reference.theirs):
                raise ValidationError(
                    self.env._(
                        "“%s” looks like no value, so no record is looked up by it.",
                        reference.theirs,
                    )
                )

    def _settle_ours(self):
        """Our value means something, and is spelt as we spell it: a query for each type."""
        types = self.env["registration.import.cross.reference.type"]
        for (type, company), references in self.grouped(lambda r: (r.type, r._company())).items():
            meanings = types._meanings(type, references.mapped("ours"), company)
            for ours, same in references.grouped("ours").items():
                if ours not in meanings:
                    raise ValidationError(self._unknown_text(type, ours))
                if meanings[ours][0] != ours:
                    same.write({"ours": meanings[ours][0]})

    def _unknown_text(self, type, ours):
        label = dict(self._select_type()).get(type, type)
        return self.env._(
            "“%(value)s” means nothing here: there is no such value of the type “%(type)s”.",
            value=ours,
            type=label,
        )

    def _preference_keys(self):
        return {(each.system_id.id, each.type, each.ours) for each in self}

    @api.model
    def _settle_preferred(self, keys, chosen=(), last=()):
        """Exactly one of those with the same key is preferred: the ``chosen``, else the one that
        was, else the first that is none of the ``last``. One statement."""
        if not keys:
            return
        self.flush_model()
        systems, types, ours = map(list, zip(*keys, strict=True))
        self.env.cr.execute(
            SQL(
                """UPDATE registration_import_cross_reference c SET preferred = r.nth = 1
                     FROM (SELECT o.id, row_number() OVER (
                               PARTITION BY o.system_id, o.type, o.ours
                               ORDER BY (o.id = ANY(%(chosen)s)) DESC,
                                        CASE WHEN o.id = ANY(%(chosen)s) THEN -o.id END,
                                        (o.preferred IS TRUE) DESC, o.id = ANY(%(last)s),
                                        o.id) AS nth
                             FROM registration_import_cross_reference o
                             JOIN (SELECT DISTINCT * FROM
                                     unnest(%(systems)s::int[], %(types)s::text[], %(ours)s::text[])
                                   ) AS k(system_id, type, ours)
                               ON k.system_id = o.system_id AND k.type = o.type
                              AND k.ours = o.ours) r
                    WHERE r.id = c.id AND c.preferred IS DISTINCT FROM (r.nth = 1)""",
                chosen=list(chosen),
                last=list(last),
                systems=systems,
                types=types,
                ours=ours,
            )
        )
        self.invalidate_model(["preferred"])


def _tidied(vals, type):
    """Texts of that type as they are looked up when cells of files hold them."""
    names = [name for name in ("theirs", "ours") if vals.get(name)]
    return {**vals, **{name: named_text(type, tidy_text(vals[name])) for name in names}}


def _prefers(vals):
    return bool(vals.get("preferred"))
