import secrets

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import format_datetime

from ...tools.connector import adapters
from ...tools.connector.guarded import Guarded
from ...tools.connector.remote import Access, RemoteFault

ODOO, ODOO_RPC, SALESFORCE = "odoo", "odoo_xmlrpc", "salesforce"
# Where the key goes: whoever changes it could let it be sent to somewhere else.
WHERE = ("adapter", "address", "database", "login", "allows_private")


class RegistrationImportConnection(models.Model):
    """Another CRM that is kept in step with this one (V13, D11): where it is, and with which key it
    is asked. Administrators alone keep connections, and nobody reads a key back.

    Another addon adds an adapter: a line of ``selection_add`` on ``adapter``, and a method
    ``_remote_CODE`` that gives a ``tools.connector.remote.Remote``.
    """

    _name = "registration.import.connection"
    _inherit = "registration.import.name.mixin"
    _description = "Connection to Another CRM"
    _order = "name, id"
    _never_grouped_by = ("product", "tested_at", "fault_code")

    name = fields.Char(required=True)
    system_id = fields.Many2one(
        "registration.import.system",
        required=True,
        index=True,
        ondelete="restrict",
        help="Its cross-references say which contact there is which one here, and what its values"
        " mean",
    )
    adapter = fields.Selection(
        [
            (ODOO, "Odoo 19 and later"),
            (ODOO_RPC, "Odoo up to 18"),
            (SALESFORCE, "Salesforce"),
        ],
        "What it is",
        default=ODOO,
        required=True,
    )
    address = fields.Char(
        required=True, groups="base.group_system", help="Such as https://crm.example.org"
    )
    database = fields.Char(
        groups="base.group_system", help="Its name, where the server there has several"
    )
    login = fields.Char(
        groups="base.group_system", help="Who asks there, where a key is not enough"
    )
    key = fields.Char("Stored Key", groups=fields.NO_ACCESS, copy=False)
    salt = fields.Char(
        groups=fields.NO_ACCESS, copy=False, default=lambda _self: secrets.token_hex(8)
    )
    new_key = fields.Char(
        "Key",
        compute="_compute_new_key",
        inverse="_inverse_new_key",
        groups="base.group_system",
        help="An API key of somebody there who may read and write contacts. It is stored, and never"
        " shown again; one that is written anew takes its place",
    )
    has_key = fields.Boolean(compute="_compute_has_key")
    allows_private = fields.Boolean(
        "May be in a private network",
        groups="base.group_system",
        help="Off: addresses of private networks are refused",
    )
    company_id = fields.Many2one(related="system_id.company_id", store=True, index=True)
    active = fields.Boolean(default=True)
    field_ids = fields.One2many(
        "registration.import.connection.field", "connection_id", "Fields of contacts there"
    )
    product = fields.Char(readonly=True, copy=False)
    tested_at = fields.Datetime("Last asked", readonly=True, copy=False)
    fault_code = fields.Char(readonly=True, copy=False)
    fault_params = fields.Json(readonly=True, copy=False)
    test_text = fields.Char("Result", compute="_compute_test_text")
    operation_ids = fields.Many2many(
        "registration.import.operation", string="Operations", compute="_compute_operation_ids"
    )

    _system_uniq = models.Constraint(
        "unique(system_id)", "A system has one connection: change that, or name another system."
    )

    def _compute_new_key(self):
        """What was stored is shown to nobody."""
        self.new_key = False

    def _inverse_new_key(self):
        for connection in self.filtered("new_key"):
            connection.sudo().key = connection.new_key.strip()
        # what the same request reads after it, as a form does, is what all others read
        self.invalidate_recordset(["new_key"], flush=False)

    @api.depends("key")
    def _compute_has_key(self):
        for connection in self:
            connection.has_key = bool(connection.sudo().key)

    @api.depends("product", "tested_at", "fault_code", "fault_params")
    @api.depends_context("lang", "tz")
    def _compute_test_text(self):
        messages = self.env["registration.import.message"]
        for connection in self:
            if connection.fault_code:
                text = messages._text(connection.fault_code, connection.fault_params)
            elif connection.product:
                text = self.env._(
                    "%(product)s answered on %(date)s.",
                    product=connection.product,
                    date=format_datetime(self.env, connection.tested_at, dt_format="short"),
                )
            else:
                text = False
            connection.test_text = text

    def _compute_operation_ids(self):
        found = self._sources()
        for connection in self:
            mine = found.filtered(lambda each, own=connection: each.connection_id == own)
            connection.operation_ids = mine.operation_id.sudo(False)._filtered_access("read")

    @api.constrains("system_id", "adapter")
    def _check_system(self):
        """What is paired with contacts here has numbers of one system."""
        for connection in self:
            others = connection.operation_ids.sudo().system_id - connection.system_id
            if others:
                raise ValidationError(
                    self.env._("An operation uses this connection: its system stays the same.")
                )

    def write(self, vals):
        """A key is never sent to an address that was changed behind it."""
        moved = self.filtered(
            lambda each: any(each[name] != (vals[name] or False) for name in WHERE if name in vals)
        )
        moved._check_sort(vals.get("adapter"))
        if not vals.get("new_key"):
            moved.sudo().key = False
        result = super().write(vals)
        if moved:
            # what was said at another address counts no more
            super(RegistrationImportConnection, moved).write({"product": False, "tested_at": False})
        moved._sources()._forget_mark()
        if moved or "active" in vals:
            self._sources()._go_on()
        return result

    def _check_sort(self, adapter):
        """What is paired has ids as that sort of CRM gives them."""
        for connection in self if adapter else ():
            is_same = {connection.adapter, adapter} <= {ODOO, ODOO_RPC}
            if connection.adapter != adapter and not is_same and connection._has_pairs():
                raise UserError(
                    self.env._(
                        "Contacts are paired with those of “%s”: make another connection for"
                        " another CRM.",
                        connection.name,
                    )
                )

    def _has_pairs(self):
        domain = [("connection_id", "in", self.ids)]
        return bool(self.env["registration.import.agreement"].sudo().search_count(domain, limit=1))

    @api.onchange("address", "database")
    def _onchange_where(self):
        """What is paired is paired by the ids there, which mean others in another database."""
        if not self._has_pairs():
            return None
        title = self.env._("Is it still the same CRM?")
        message = self.env._(
            "Contacts are paired with those of it by their IDs there. That is right where the same"
            " CRM has moved. For another one make another connection: else contacts would be taken"
            " for other people."
        )
        return {"warning": {"title": title, "message": message}}

    def _sources(self):
        """What fetches from it."""
        sources = self.env["registration.import.source"].sudo().with_context(active_test=False)
        return sources.search([("connection_id", "in", self.ids)])

    # -- speaking to it ------------------------------------------------------------------------

    def _access(self):
        """Where it is and who asks: the key leaves the database for nothing else."""
        connection = self.sudo()
        return Access(
            url=connection.address,
            key=connection.key or "",
            owner=self.env["ir.config_parameter"].sudo().get_param("database.uuid"),
            database=connection.database or "",
            login=connection.login or "",
            private=connection.allows_private,
        )

    def _where(self):
        """What says where it is."""
        return [self.sudo()[name] for name in WHERE]

    def _salt(self):
        """With what its hashes are made."""
        return self.sudo().salt

    def _open(self):
        """The other CRM, as ``tools.connector.remote.Remote``: to be closed by who opens it."""
        self.ensure_one()
        if not self.active:
            raise RemoteFault("connector_off")
        return Guarded(getattr(self.sudo(), f"_remote_{self.adapter}")())

    def _remote_odoo(self):
        # one that has answered without a login has the newer API: a page in its place is none
        # of an older Odoo
        is_new = self.tested_at and not self.login
        return adapters.opened(adapters.ODOO_JSON2 if is_new else ODOO, self._access())

    def _remote_odoo_xmlrpc(self):
        return adapters.opened(ODOO_RPC, self._access())

    def _remote_salesforce(self):
        return adapters.opened(SALESFORCE, self._access())

    def action_test(self):
        """Ask the other CRM who it is and which fields contacts have there, and store that."""
        self.ensure_one()
        self.check_access("write")
        if not self.env.user.has_group("base.group_system"):
            raise AccessError(self.env._("Only an administrator keeps connections."))
        try:
            description = self._describe()
        except RemoteFault as fault:
            self.write({"fault_code": fault.code, "fault_params": fault.params})
            return self._notification("danger", self.test_text)
        self._store(description)
        return self._notification("success", self.test_text)

    def _describe(self):
        remote = self._open()
        try:
            return remote.describe()
        finally:
            remote.close()

    def _store(self, description):
        """Keep what it says of itself."""
        self.write(
            {
                "product": " ".join(filter(None, (description.product, description.version))),
                "tested_at": fields.Datetime.now(),
                "fault_code": False,
                "fault_params": False,
            }
        )
        self.field_ids.sudo()._take_over(self, description.fields)

    def _notification(self, kind, message):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": kind,
                "title": self.name,
                "message": message,
                "sticky": kind == "danger",
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }
