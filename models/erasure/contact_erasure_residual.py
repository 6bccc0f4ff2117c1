from odoo import api, models
from odoo.tools import SQL

from ...tools.contacts.erasure_counts import count_locations
from .contact_erasure_parts import LOGIN
from .contact_erasure_places import CONTACT, DOCUMENTS
from .erasure_sql import words_of

# The newest texts of a place, among which those are counted that mention a name: a bound, since
# each has to be read.
SEARCHED = 20_000
MESSAGE, QUEUE, HISTORY, ACTIVITY = "message", "queue", "history", "activity"
FILE, NOTE = "file", "note"


class ContactErasure(models.AbstractModel):
    """What is left of a contact and why, counted: the honest end of an erasure.

    A residual is a list of ``{"code": ..., "count": ..., more}``: data, no sentence and no name;
    the register makes the sentences.
    """

    _inherit = "contact.erasure"

    @api.model
    def _residual(self, partners, mentions, taken):
        """``{partner id: residual}``: sales, records with the contact, other people of the
        structure, what mentions it, and records of which its e-mail was ``taken``, ``{model: [(id,
        partner id)]}``."""
        residual = {each: [] for each in partners.ids}
        sales = self._sales_by_model(partners)
        for partner, found in sales.items():
            residual[partner] += [
                {"code": "sale", "model": model, "count": count} for model, count in found.items()
            ]
        for partner, found in self._linked_records(partners).items():
            residual[partner] += found
        for partner, count in self._people_of(partners).items():
            residual[partner].append({"code": "person", "count": count})
        for model, rows in taken.items():
            for partner, counts in count_locations(model, rows).items():
                line = {"code": "address", "model": model, "field": None, "count": counts[model]}
                residual[partner].append(line)
        for partner, found in mentions.items():
            residual[partner] += found
        return residual

    @api.model
    def _linked_records(self, partners):
        """``{partner id: [...]}``: whatever refers to the contact and is no sale; and whether it
        says more than that, which nobody has read."""
        owners = self._owners(partners)
        sales = {(model, field) for model, field, _domain, _label in self._sales_sources()}
        emptied = {(model, link) for model, link, *_names in self._about_models()}
        emptied |= {*self._part_locations(CONTACT)}
        # by another field they are about somebody else, as a rating is of who was rated
        about = {model for model, _link in emptied}
        telling = set(self._telling_models())
        linked = {}
        for reference in self._references():
            model, field = reference.model, reference.field
            if (model, field) in sales or reference.table in ("res_partner", "res_partner_bank"):
                continue
            if model in telling:  # counted with those that have only the e-mail
                continue
            known = model == LOGIN or (model, field) in emptied
            known |= model in about and not self._is_many2one(model, field)
            code = "linked" if known or not self._has_texts(model) else "unread"
            code = "document" if model in DOCUMENTS else code
            for partner, count in self._count_references(reference, owners).items():
                line = {"code": code, "model": model, "field": field}
                line["table"] = reference.table
                linked.setdefault(partner, []).append({**line, "count": count})
        return linked

    @api.model
    def _is_many2one(self, model, name):
        field = model in self.env and self.env[model]._fields.get(name)
        return bool(field) and field.type == "many2one"

    @api.model
    def _people_of(self, partners):
        """``{partner id: count}`` of contact persons and structures below it, who stay."""
        groups = partners._read_group(
            [("parent_id", "in", partners.ids), ("active", "in", (True, False))]
            + ["|", ("type", "=", "contact"), ("is_company", "=", True)],
            ["parent_id"],
            ["__count"],
        )
        return {partner.id: count for partner, count in groups}

    @api.model
    def _count_mentions(self):
        """``{partner id: [...]}``: texts of others with the name or the e-mail, by where they are;
        documents with the e-mail; records that lead to the person by something else than a field
        with the contact."""
        found = self._count_addresses_elsewhere()
        for model, field, rows in self._rows_kept():
            for root, count in self._count_rows(rows):
                line = {"code": "unread", "model": model, "field": field, "count": count}
                found.setdefault(root, []).append(line)
        for place, texts in self._searched_texts().items():
            for root, count in self._mentions(texts):
                line = {"code": "mention", "place": place, "count": count, "searched": SEARCHED}
                found.setdefault(root, []).append(line)
        return found

    @api.model
    def _rows_kept(self):
        """Yield ``(model, field, query of (id, root))`` of records that were kept with texts, and
        lead to the person by an e-mail, by its login, or by a model and an id."""
        for model in self._telling_models():
            yield model, None, self._rows_about_persons(model)
        for model, field in self._login_links():
            yield model, field, self._roots_of(self._rows_linked(model, field))
        for model, name, number in self._loose_pair_locations():
            if self.env[model]._fields[number].type == "integer":  # others are references
                yield model, number, self._paired(model, name, number)

    @api.model
    def _telling_models(self):
        """Of records about one person, those that keep texts."""
        models_about = [model for model, *_names in self._about_models()]
        return [model for model in models_about if model in self.env and self._tells(model)]

    @api.model
    def _login_links(self):
        """``[(model, field)]`` of what leads to a login of the persons, and says something."""
        if not self._have_logins():
            return []
        return [
            (model, name)
            for model, name in self._link_locations(LOGIN)
            if self.env[model]._fields[name].type == "many2one" and self._has_texts(model)
        ]

    @api.model
    def _roots_of(self, rows):
        return SQL(
            """SELECT l.id, s.root FROM (%s) l(id, subject)
                 JOIN contact_erasure_subject s ON s.id = l.subject""",
            rows,
        )

    @api.model
    def _count_rows(self, rows):
        """``[(root, count)]`` of a query of ``(id, root)``."""
        return self.env.execute_query(SQL("SELECT f.root, count(*) FROM (%s) f GROUP BY 1", rows))

    @api.model
    def _searched_texts(self):
        """``{place: query of (id, text)}`` of the newest texts of others that are searched, by a
        word for the place or the name of a model: other addons add theirs."""
        newest = SQL(" ORDER BY t.id DESC LIMIT %s", SEARCHED)
        return {
            MESSAGE: SQL(
                """SELECT t.id, concat_ws(' ', t.subject, t.body) FROM mail_message t
                    WHERE (t.body <> '' OR t.subject <> '') AND NOT EXISTS (
                          SELECT FROM contact_erasure_record r
                           WHERE r.model = t.model AND r.id = t.res_id)%s""",
                newest,
            ),
            QUEUE: SQL(
                "SELECT t.id, t.body_html FROM mail_mail t WHERE t.body_html <> ''%s", newest
            ),
            HISTORY: SQL(
                """SELECT t.id, concat_ws(' ', t.old_value_char, t.new_value_char,
                                          t.old_value_text, t.new_value_text)
                     FROM mail_tracking_value t%s""",
                newest,
            ),
            ACTIVITY: SQL(
                "SELECT t.id, concat_ws(' ', t.summary, t.note) FROM mail_activity t%s", newest
            ),
            FILE: SQL(
                """SELECT t.id, concat_ws(' ', regexp_replace(t.name, '[_.-]+', ' ', 'g'),
                                          t.description, left(t.index_content, 1000))
                     FROM ir_attachment t WHERE t.res_field IS NULL%s""",
                newest,
            ),
            NOTE: SQL("SELECT t.id, t.comment FROM res_partner t WHERE t.comment <> ''%s", newest),
            **{model: self._newest_texts(model, newest) for model in self._note_models()},
        }

    @api.model
    def _note_models(self):
        """Names of models that note things of records, and of what dies with them: logs of changes
        of others may name the persons."""
        notes = {model for model, _name, _number in self._pair_locations()}
        notes |= {model for each in notes for model, _field in self._part_locations(each)}
        return sorted(model for model in notes if self._has_texts(model))

    @api.model
    def _newest_texts(self, model, newest):
        return SQL(
            "SELECT t.id, concat_ws(' ', %s) FROM %s t%s",
            SQL(", ").join(SQL.identifier("t", each.name) for each in self._copied_fields(model)),
            SQL.identifier(self.env[model]._table),
            newest,
        )

    @api.model
    def _mentions(self, texts):
        """``[(partner id, texts)]`` of a query of ``(id, text)``."""
        return self._count_rows(self._mentioning(texts))

    @api.model
    def _mentioning(self, texts):
        """A query of ``(id, root)``: a text is compared with a name, or an e-mail, only where it
        has the longest word of that."""
        return SQL(
            """WITH texts(id, text) AS MATERIALIZED (%s),
            found AS (
                SELECT DISTINCT t.id, n.root, n.text
                  FROM texts t, %s w JOIN contact_erasure_wanted n ON n.word = w)
            SELECT DISTINCT t.id, f.root FROM found f JOIN texts t USING (id)
             WHERE position(f.text in lower(t.text)) > 0""",
            texts,
            words_of(SQL("t.text")),
        )
