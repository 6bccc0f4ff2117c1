from odoo import api, models
from odoo.http import root
from odoo.tools import SQL, sql

from .contact_erasure_places import TEXT_TYPES

# Rows of a login: table and column of the user.
LOGIN_ROWS = (
    ("auth_passkey_key", "create_uid"),
    ("auth_totp_device", "user_id"),
    ("auth_totp_rate_limit_log", "user_id"),
    ("change_password_user", "user_id"),
    ("ir_default", "user_id"),
    ("ir_ui_view_custom", "user_id"),
    ("mail_presence", "user_id"),
    ("res_device_log", "user_id"),
    ("res_users_apikeys", "user_id"),
    ("res_users_log", "create_uid"),
)


class ContactErasure(models.AbstractModel):
    """The logins of contacts: portal users only, see ``_protected``."""

    _inherit = "contact.erasure"

    def _end_logins(self, everyone):
        """Archive the users of these contacts, and take away all they could log in with, or are
        still logged in with. Returns the users."""
        users = self.env["res.users"].search([("partner_id", "in", everyone.ids)])
        if not users:
            return users
        self._end_sessions(users)
        users.filtered("active").write({"active": False})
        return users

    def _end_sessions(self, users):
        """The session files go with the commit: they are no part of the transaction."""
        sessions = self.env["res.device.log"].search([("user_id", "in", users.ids)])
        identifiers = list(set(sessions.mapped("session_identifier")))
        if identifiers:
            self.env.cr.postcommit.add(
                lambda: root.session_store.delete_from_identifiers(identifiers)
            )

    def _scrub_users(self, users):
        """Empty what the users' rows say, by type of column, so that passwords and secrets that
        Odoo stores outside its fields are among them."""
        if not users:
            return
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                "UPDATE res_users SET login = 'erased-' || id%s WHERE id = ANY(%s)",
                SQL("").join(
                    SQL(", %s = NULL", SQL.identifier(name)) for name in self._user_columns()
                ),
                users.ids,
            )
        )
        existing = sql.existing_tables(self.env.cr, [table for table, _column in LOGIN_ROWS])
        for table, column in LOGIN_ROWS:
            if table in existing:
                self.env.cr.execute(
                    SQL(
                        "DELETE FROM %s WHERE %s = ANY(%s)",
                        SQL.identifier(table),
                        SQL.identifier(column),
                        users.ids,
                    )
                )
        self.env.invalidate_all(flush=False)
        self.env.registry.clear_cache()

    @api.model
    def _user_columns(self):
        """Columns of users with texts, but for the login, which is never empty, and choices."""
        fields = self.env["res.users"]._fields
        columns = self.env.execute_query(
            SQL(
                """SELECT column_name FROM information_schema.columns
                    WHERE table_schema = current_schema AND table_name = 'res_users'
                      AND data_type IN ('character varying', 'text', 'jsonb', 'bytea')
                      AND is_nullable = 'YES' AND column_name <> 'login'"""
            )
        )
        return [
            name
            for (name,) in columns
            if name not in fields or fields[name].type in (*TEXT_TYPES, "binary", "json")
        ]
