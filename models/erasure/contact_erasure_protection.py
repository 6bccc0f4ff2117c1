from odoo import SUPERUSER_ID, api, models
from odoo.tools import SQL

COMPANY = "company"
YOURSELF = "yourself"
SYSTEM = "system"
INTERNAL = "internal"
EMPLOYEE = "employee"
PORTAL = "portal"
SYSTEM_USERS = ("base.public_user", "base.template_portal_user_id", "base.default_user")


class ContactErasure(models.AbstractModel):
    """Who is never deleted, anonymized or dropped by a file."""

    _inherit = "contact.erasure"

    @api.model
    def _protected(self, partners):
        """``{partner id: reason code}``: contacts of companies, of the acting user, of public and
        system users, of internal users; work contacts of employees, with a login or without. A
        query or two."""
        users = [self.env.ref(name, raise_if_not_found=False) for name in SYSTEM_USERS]
        system = [SUPERUSER_ID, *(user.id for user in users if user)]
        rows = self.env.execute_query(
            SQL(
                """SELECT partner_id, 1, %(company)s FROM res_company
                    WHERE partner_id = ANY(%(ids)s)
                UNION ALL
                   SELECT u.partner_id,
                          CASE WHEN u.id = %(uid)s THEN 2 WHEN %(is_system)s THEN 3 ELSE 4 END,
                          CASE WHEN u.id = %(uid)s THEN %(yourself)s
                               WHEN %(is_system)s THEN %(system)s ELSE %(internal)s END
                     FROM res_users u
                    WHERE u.partner_id = ANY(%(ids)s)
                      AND (u.id = %(uid)s OR %(is_system)s OR u.share IS NOT TRUE)
                 ORDER BY 2 DESC""",
                ids=partners.ids,
                uid=self.env.uid,
                company=COMPANY,
                yourself=YOURSELF,
                system=SYSTEM,
                internal=INTERNAL,
                is_system=SQL(
                    """(u.id = ANY(%s) OR EXISTS (SELECT 1 FROM res_groups_users_rel g
                         WHERE g.uid = u.id AND g.gid = %s))""",
                    system,
                    self.env.ref("base.group_public").id,
                ),
                to_flush=[
                    self.env["res.company"]._fields["partner_id"],
                    *(self.env["res.users"]._fields[n] for n in ("partner_id", "share")),
                ],
            )
        )
        # the first of the reasons is read last, and stays
        found = dict.fromkeys(self._employees(partners), EMPLOYEE)
        return found | {partner: code for partner, _rank, code in rows}

    @api.model
    def _employees(self, partners):
        """Ids of those that are the work contact of an employee, who may have left: what is kept
        of them is for the law of employment to say."""
        if not self._is_column("hr.employee", "work_contact_id"):
            return []
        employees = self.env["hr.employee"].sudo().with_context(active_test=False)
        groups = employees._read_group(
            [("work_contact_id", "in", partners.ids)], ["work_contact_id"]
        )
        return [contact.id for (contact,) in groups]

    @api.model
    def _guarded(self, partners, portal=False):
        """``{partner id: {"email": reason code or None, "row": whether}}`` of contacts whose e-mail
        no file changes, those who are protected and, with ``portal``, who logs in by it from
        outside; and of which a user may change nothing who may not change their login. Some queries
        for all."""
        if not partners:
            return {}
        users = self.env["res.users"].sudo().search([("partner_id", "in", partners.ids)])
        outside = users.filtered("share") if portal else users.browse()
        protected = self._protected(partners)
        # an employee without a login logs in by nothing
        codes = {each: code for each, code in protected.items() if code != EMPLOYEE}
        codes = dict.fromkeys(outside.partner_id.ids, PORTAL) | codes
        others = users.filtered(lambda user: not user.share and user.id != self.env.uid)
        if self.env["res.users"].has_access("write"):
            others = others.browse()
        return {
            each: {"email": codes.get(each), "row": each in others.partner_id.ids}
            for each in codes.keys() | set(others.partner_id.ids)
        }

    @api.model
    def _protected_text(self, code):
        """Why a contact is protected, in words."""
        return {
            COMPANY: self.env._("This is the contact of one of our own companies."),
            YOURSELF: self.env._("This is your own contact."),
            SYSTEM: self.env._("This is the contact of a user that the system needs."),
            INTERNAL: self.env._("This is the contact of an internal user."),
            EMPLOYEE: self.env._(
                "This is the work contact of an employee: choose another one there first."
            ),
            PORTAL: self.env._("This is the contact of a portal user, who logs in by it."),
        }[code]
