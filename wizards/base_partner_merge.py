from odoo import api, models
from odoo.tools import SQL

from ..models.cross_references.contact_erasure_systems import REFERENCE


class BasePartnerMerge(models.TransientModel):
    """Odoo's own merge of contacts, through which ours goes as well."""

    _inherit = "base.partner.merge.automatic.wizard"

    @api.model
    def _update_foreign_keys(self, src_partners, dst_partner):
        src_partners.sudo()._before_merge(dst_partner.sudo())
        self.env.flush_all()
        for table, column, others, condition in self._unique_with_contact():
            self._drop_doubles(table, column, others, condition, src_partners, dst_partner)
        return super()._update_foreign_keys(src_partners, dst_partner)

    @api.model
    def _update_reference_fields(self, src_partners, dst_partner):
        """What meant one of the contacts means the one that they become (V15)."""
        self.env.flush_all()
        followed = ("mail_followers", "res_id", ["partner_id"], "res_model = 'res.partner'")
        self._drop_doubles(*followed, src_partners, dst_partner)
        self.env.invalidate_all()
        result = super()._update_reference_fields(src_partners, dst_partner)
        references = self.env[REFERENCE].sudo().search([("contact_id", "in", src_partners.ids)])
        references.write({"ours": str(dst_partner.id)})
        return result

    @api.model
    def _update_values(self, src_partners, dst_partner):
        """What only one contact can have goes over in two steps."""
        given = src_partners.sudo()._give_up_own_values()
        result = super()._update_values(src_partners, dst_partner)
        dst_partner.sudo()._take_own_values(given)
        return result

    # -- what both have ----------------------------------------------------------------------

    @api.model
    def _unique_with_contact(self):
        """``[(table, column of the contact, other columns, condition)]`` of what there is once for
        a contact and something else, such as a follower of a record. Odoo sees no unique index
        that is no constraint, and where one conflicts, deletes all rows of the contact that
        goes."""
        return self.env.execute_query(
            SQL(
                """SELECT c.conrelid::regclass::text, k.attname,
                          array_agg(a.attname::text) FILTER (WHERE a.attnum <> k.attnum),
                          coalesce(pg_get_expr(i.indpred, i.indrelid), 'true')
                     FROM pg_constraint c
                     JOIN pg_attribute k ON k.attrelid = c.conrelid AND k.attnum = c.conkey[1]
                     JOIN pg_index i ON i.indrelid = c.conrelid AND i.indisunique
                                    AND i.indexprs IS NULL AND k.attnum = ANY(i.indkey)
                     JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = ANY(i.indkey)
                    WHERE c.contype = 'f' AND c.confrelid = 'res_partner'::regclass
                      AND cardinality(c.conkey) = 1 AND i.indnatts > 1
                      AND c.connamespace = current_schema::regnamespace
                 GROUP BY c.oid, k.attname, i.indexrelid, i.indpred, i.indrelid"""
            )
        )

    @api.model
    def _drop_doubles(self, table, column, others, condition, src_partners, dst_partner):
        """Of rows that would be the same after the merge, that of the master stays."""
        names = [SQL.identifier(name) for name in others]
        self.env.cr.execute(
            SQL(
                """DELETE FROM %(table)s WHERE ctid IN (
                       SELECT ctid FROM (
                           SELECT ctid, row_number() OVER (
                                      PARTITION BY %(others)s
                                      ORDER BY (%(column)s = %(master)s) DESC, ctid) AS nth
                             FROM %(table)s
                            WHERE %(column)s = ANY(%(all)s) AND (%(condition)s)
                              AND num_nulls(%(others)s) = 0) same
                        WHERE nth > 1)""",
                table=SQL(table),
                column=SQL.identifier(column),
                others=SQL(", ").join(names),
                condition=SQL(condition.replace("%", "%%")),
                master=dst_partner.id,
                all=[dst_partner.id, *src_partners.ids],
            )
        )
