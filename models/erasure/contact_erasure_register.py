import hashlib
import hmac
import secrets

from odoo import api, fields, models, release
from odoo.exceptions import AccessError, UserError
from odoo.modules import Manifest
from odoo.tools import SQL, LazyTranslate

from ...tools.rows import plan
from .contact_erasure import ERASED

_lt = LazyTranslate(__name__)

MODULE = "registration_import"
SECRET = "registration_import.erasure_secret"
# What is known of an erased contact: the record itself, its number within the institution, its
# e-mail, its numbers elsewhere.
RECORD, NUMBER, EMAIL, LEARNER, REFERENCE, EXTERNAL = (
    "record",
    "number",
    "email",
    "uln",
    "ref",
    "external",
)
PLACES = {
    "addresses": _lt("Address"),
    "downloads": _lt("File of a download"),
    "import_rows": _lt("Row of an import"),
}


class ContactErasureRegister(models.Model):
    """Who was erased: no name and no e-mail, only what is needed to answer three questions. Was it
    done, and what is left? Would this row of a file bring an erased contact back? And, after an
    old backup was restored: who has to be erased again?"""

    _name = "contact.erasure.register"
    _description = "Erased Contact"
    _order = "id desc"
    _rec_name = "contact"

    contact = fields.Integer(
        "Contact Id", required=True, readonly=True, index=True, aggregator=None
    )
    date = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    user_id = fields.Many2one(
        "res.users", "Anonymized by", readonly=True, default=lambda self: self.env.user
    )
    company_id = fields.Many2one("res.company", readonly=True, index="btree_not_null")
    job_id = fields.Many2one(
        "registration.import.job",
        "Import",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    row_number = fields.Integer("Row", readonly=True, aggregator=None)
    reference = fields.Char("Legal Reference", readonly=True)
    version = fields.Char(readonly=True, help="Version of the module that did it")
    counts = fields.Json(readonly=True)
    residual = fields.Json(readonly=True)
    key_ids = fields.One2many("contact.erasure.key", "register_id", readonly=True)
    counts_text = fields.Text("What was erased", compute="_compute_texts")
    residual_text = fields.Text("What is left", compute="_compute_texts")

    def init(self):
        """The secret of the keys, once for all."""
        parameters = self.env["ir.config_parameter"].sudo()
        if not parameters.get_param(SECRET):
            parameters.set_param(SECRET, secrets.token_hex(32))

    @api.depends("contact")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for entry in self:
            entry.display_name = self.env._("Contact %s", entry.contact)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Nobody deletes the register of erased contacts."))

    # -- entries -------------------------------------------------------------------------------

    @api.model
    def _enter(self, partners, origin, keys, counts, residual):
        """One entry for each contact; one ``create()`` for all."""
        rows = origin.get("rows") or {}
        version = Manifest.for_addon(MODULE).version
        return self.create(
            [
                {
                    "contact": partner.id,
                    "company_id": partner.company_id.id,
                    "job_id": origin.get("job"),
                    "row_number": plan.row_number(rows.get(partner.id, 0)),
                    "reference": origin.get("reference"),
                    "version": f"{version} / {release.version}",
                    "counts": counts.get(partner.id, {}),
                    "residual": residual.get(partner.id, []),
                    "key_ids": [
                        fields.Command.create({"digest": self._digest(key)})
                        for key in keys.get(partner.id, ())
                    ],
                }
                for partner in partners
            ]
        )

    @api.model
    def _anonymized_on(self, partners):
        """``{partner id: when}`` of contacts that were anonymized, and have not been given a name,
        an e-mail or a telephone since."""
        rows = self.env.execute_query(
            SQL(
                """SELECT r.contact, max(r.date) FROM contact_erasure_register r
                     JOIN res_partner p ON p.id = r.contact
                    WHERE r.contact = ANY(%s) AND p.name = %s
                      AND coalesce(p.email, p.phone, p.street, p.contact_lastname, '') = ''
                 GROUP BY 1""",
                partners.ids,
                ERASED,
                to_flush=[
                    *(self._fields[name] for name in ("contact", "date")),
                    *(
                        partners._fields[name]
                        for name in ("name", "email", "phone", "street", "contact_lastname")
                    ),
                ],
            )
        )
        return dict(rows)

    # -- keys ----------------------------------------------------------------------------------

    @api.model
    def _keys_of(self, partners):
        """``{partner id: [key]}``, each ``(sort, value, ...)``, of contacts before they are
        erased."""
        keys = {}
        for partner in partners:
            found = [(RECORD, partner.id, str(partner.create_date))]
            if partner.contact_nr:
                found.append((NUMBER, partner.contact_institution_id.id or 0, partner.contact_nr))
            if partner.email_normalized:
                # another institution may know the person, and is not told of this one's (D12)
                institution = partner.company_id.root_id.id or 0
                found.append((EMAIL, institution, partner.email_normalized))
            if partner.uln:
                found.append((LEARNER, partner.uln))
            if partner.ref:
                found.append((REFERENCE, partner.ref))
            keys[partner.id] = found
        names = self.env["ir.model.data"].search(
            [("model", "=", "res.partner"), ("res_id", "in", partners.ids)]
        )
        for name in names:
            keys[name.res_id].append((EXTERNAL, name.complete_name))
        return keys

    @api.model
    def _digest(self, key):
        """The hash of a key: case aside, with the secret of this database, which nothing but the
        database knows. Odoo's own secret is changed in a copy of the database, and after that no
        entry would be found."""
        text = "\x1f".join(str(part).strip().lower() for part in key)
        return hmac.new(self._secret(), text.encode(), hashlib.sha256).hexdigest()

    @api.model
    def _secret(self):
        return self.env["ir.config_parameter"].sudo().get_param(SECRET).encode()

    @api.model
    def _is_erased(self, keys):
        """``{key: (when, id of the contact)}`` of the keys that are those of an erased contact:
        ``("number", institution id, number)``, ``("email", institution id, normalized e-mail)``,
        ``("uln", ..)``, ``("ref", ..)``, ``("external", "module.name")``; an institution that is
        none is 0. Two queries for all."""
        if not keys or not self.sudo().search_count([], limit=1):
            return {}
        digests = {self._digest(key): key for key in keys}
        rows = self.env.execute_query(
            SQL(
                """SELECT k.digest, max(r.date), max(r.contact) FROM contact_erasure_key k
                     JOIN contact_erasure_register r ON r.id = k.register_id
                    WHERE k.digest = ANY(%s) GROUP BY 1""",
                list(digests),
                to_flush=[
                    self._fields["date"],
                    self.env["contact.erasure.key"]._fields["digest"],
                ],
            )
        )
        return {digests[digest]: (date, contact) for digest, date, contact in rows}

    # -- after a restore -----------------------------------------------------------------------

    def action_replay(self):
        """Anonymize again whom a restored backup has brought back."""
        if not self.env.user.has_group("base.group_system"):
            raise AccessError(self.env._("Only an administrator can replay the register."))
        count = self._replay()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._("Contacts anonymized again: %s", count)
                if count
                else self.env._("Every contact of the register is still anonymized."),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    @api.model
    def _replay(self):
        """Anonymize every registered contact that has its data again; how many. A contact is the
        registered one only where one of its keys is: ids are given anew after a restore."""
        contacts = [contact for (contact,) in self.sudo()._read_group([], ["contact"])]
        # of whichever company: a restore brings back those of all of them
        partners = self.env["res.partner"].sudo().with_context(active_test=False)
        partners = partners.browse(contacts).exists()
        done = self._anonymized_on(partners)
        back = partners.browse(each for each in partners.ids if each not in done)
        keys = self.sudo()._keys_of(back)
        known = self._is_erased([key for found in keys.values() for key in found])
        back = back.filtered(
            lambda each: any(known.get(key, (None, 0))[1] == each.id for key in keys[each.id])
        )
        protected = self.env["contact.erasure"]._protected(back)
        back = back.filtered(lambda each: each.id not in protected)
        for start in range(0, len(back), 1_000):
            self.env["contact.erasure"]._anonymize(back[start : start + 1_000])
        return len(back)

    def action_open_contact(self):
        """Open what is left of the contact."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": "res.partner",
            "res_id": self.contact,
            "views": [(False, "form")],
        }

    # -- in words --------------------------------------------------------------------------------

    @api.depends("counts", "residual")
    @api.depends_context("lang")
    def _compute_texts(self):
        for entry in self:
            entry.counts_text = "\n".join(
                f"{count} × {self._place_text(place)}" for place, count in entry._sorted_counts()
            )
            lines = [self._residual_line(line) for line in entry.residual or []]
            entry.residual_text = "\n".join([*lines, self._backup_text()])

    def _sorted_counts(self):
        return sorted((self.counts or {}).items(), key=lambda each: -each[1])

    @api.model
    def _place_text(self, place):
        if place in PLACES:
            return self.env._(PLACES[place])
        return self.env["ir.model"]._get(place).name or place

    @api.model
    def _residual_line(self, line):
        erasure = self.env["contact.erasure"]
        code, count = line["code"], line["count"]
        if code == "sale":
            what = erasure._sale_label(line["model"])
            return self.env._("%(what)s: %(count)s, kept as sales", what=what, count=count)
        if code == "person":
            return self.env._(
                "Contact persons and structures below it: %s, people of their own", count
            )
        if code == "mention":
            return self.env._(
                "Messages on other records that mention the name or the e-mail: %(count)s (of the"
                " newest %(searched)s)",
                count=count,
                searched=line["searched"],
            )
        where = erasure._reference_text(line["model"], line["field"], line.get("table"))
        if code == "email":
            return self.env._("%(where)s: %(count)s with the e-mail", where=where, count=count)
        return self.env._(
            "%(where)s: %(count)s, now of the anonymized contact", where=where, count=count
        )

    @api.model
    def _backup_text(self):
        return self.env._(
            "Backups of the database, until they are deleted: after one was restored, anonymize"
            " again (Contacts > Configuration)"
        )


def email_keys(email, institutions):
    """The keys under which a normalized e-mail may be known: of contacts of these institutions,
    and of those who were nobody's."""
    return [(EMAIL, each, email) for each in dict.fromkeys((*institutions, 0))] if email else []
