import logging

from odoo import api, models
from odoo.exceptions import AccessError, UserError

from ...importer.own_context import YES
from ...tools.contacts.erasure_counts import count_locations, join_counts, sum_counts

_logger = logging.getLogger(__name__)

RIGHT = "registration_import.group_contact_irreversible"
# What stands for what was erased: the same for everybody, made of nothing that was theirs.
ERASED = "XXXXXXXX"
REMARK = "Contact anonymized"
# No history of an erasure, and nobody is told of it: tracking would keep the old name.
QUIET = {
    "contact_erasure": YES,
    "tracking_disable": True,
    "mail_notrack": True,
    "mail_create_nolog": True,
    "mail_create_nosubscribe": True,
    "no_vat_validation": True,
    "active_test": False,
}


class ContactErasure(models.AbstractModel):
    """What DELETE, ANONYMIZE and DROP do to contacts (S11, S13, S14, D15 to D17).

    Every method takes a list of contacts and needs the same number of statements for a thousand
    as for one. Whoever calls has found the contacts with the user's rights; these are checked
    once more here, and only then the traces in models that the user has no right to are reached,
    in ``_erase``. ``origin`` says what asked for it: ``{"job": id or None, "rows": {partner id:
    row id}, "reference": legal reference or None}``.

    What other packages know of a contact they forget themselves, in files ``contact_erasure_*.py``
    of theirs: they extend the methods of this model, and do their own after what is below them.
    """

    _name = "contact.erasure"
    _description = "Erasure of Contacts"

    @api.model
    def _anonymize(self, partners, origin=None):
        """Erase the persons, keep their sales. ``{partner id: when}`` of those that had been
        anonymized already: nothing changes for them."""
        self._check_may(partners, "write")
        already = self.env["contact.erasure.register"]._anonymized_on(partners)
        partners = partners.browse(each for each in partners.ids if each not in already)
        if partners:
            self._quietly()._erase(self._quietly(partners), origin or {})
        return already

    @api.model
    def _quietly(self, records=None):
        """These records, or this model, with all rights and without a word to anybody."""
        return (self if records is None else records).sudo().with_context(**QUIET)

    @api.model
    def _check_may(self, partners, operation):
        """Raise unless the user may do what cannot be undone, to each of these contacts."""
        if not self.env.user.has_group(RIGHT):
            raise AccessError(
                self.env._("You are not allowed to do to contacts what cannot be undone.")
            )
        partners.check_access(operation)
        protected = self._protected(partners)
        if protected:
            raise UserError(
                self.env._(
                    "%(contact)s: %(reason)s",
                    contact=partners.browse(next(iter(protected))).display_name,
                    reason=self._protected_text(next(iter(protected.values()))),
                )
            )

    def _erase(self, partners, origin):
        """ANONYMIZE, with all rights: the one way to what the user has none for. First what is
        known of the persons is laid beside, so that every location can be compared with it; in the
        end only the register knows that there was somebody."""
        self.env.flush_all()
        addresses = self._own_addresses(partners)
        self._open_subjects(partners, addresses)
        register = self.env["contact.erasure.register"]
        keys = register._keys_of(partners)
        self._open_records()
        noted = self._last_notes()
        users = self._end_logins(partners + addresses)
        # first what refers to the contacts: others may let no contact be without an e-mail that is
        # on a list of theirs
        counts = [self._delete_traces(), self._clear_partners(partners, addresses)]
        self._scrub_users(users)
        counts += self._forget_exchanges(origin)
        self.env.flush_all()
        self._add_notes(noted)
        counts.append(self._clear_copies())
        taken = self._clear_addresses()
        counts.append(sum_counts(count_locations(*each) for each in taken.items()))
        self.env.invalidate_all(flush=False)
        residual = self._residual(partners, self._count_mentions(), taken)
        register._enter(partners, origin, keys, join_counts(counts), residual)
        self._log_privacy(partners, origin)
        self._close_subjects()
        _logger.info("Contacts anonymized, job %s: %s", origin.get("job"), partners.ids)

    def _forget_exchanges(self, origin):
        """What came in and went out: ``[{partner id: {location: count}}]``. Whoever has more goes
        after the imports: by what was made, the rows are found that made it."""
        return [self._forget_imports(origin)]

    def _log_privacy(self, partners, origin):
        """Tell Odoo's own log of such acts, in constants: of a name it would keep the initials
        and the length of each word."""
        if "privacy.log" not in self.env:
            return
        self.env["privacy.log"].create(
            [
                {
                    "anonymized_name": f"Contact {partner.id}",
                    "anonymized_email": "erased@erased.invalid",
                    "execution_details": f"ANONYMIZE, import job {origin.get('job') or '-'}",
                    "records_description": f"res.partner: #{partner.id}",
                }
                for partner in partners
            ]
        )
