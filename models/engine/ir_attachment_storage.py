import logging

import psycopg2

from odoo import api, models

from ...importer.own_context import YES, said
from ...importer.stored_files import Filestore

_logger = logging.getLogger(__name__)


class IrAttachment(models.Model):
    """Files of ours are kept where every worker reads them: in the database, where hosts have
    folders of their own. Where Odoo, or an addon such as OCA fs_attachment, keeps all files
    elsewhere than in such a folder, ours are there, too."""

    _inherit = "ir.attachment"

    def _register_hook(self):
        """Before another host stores anything, it knows of this one."""
        super()._register_hook()
        try:
            if self._storage() == "file":  # of what is not ours
                Filestore(self.env).note()
        except (psycopg2.Error, OSError) as error:
            _logger.warning("The data folder could not be noted: %s", type(error).__name__)

    @api.model
    def _storage(self):
        storage = super()._storage()
        is_ours = said(self.env, "registration_import_file")
        return "db" if is_ours and storage == "file" and not self._is_common() else storage

    def _is_common(self):
        try:
            return Filestore(self.env).is_common()
        except OSError:  # nothing can be written there
            return False

    @api.model_create_multi
    def create(self, vals_list):
        if not any(self._is_for_each_host(vals.get("res_model")) for vals in vals_list):
            return super().create(vals_list)
        ours = self.with_context(registration_import_file=YES)
        return super(IrAttachment, ours).create(vals_list).with_env(self.env)

    def _set_attachment_data(self, asbytes):
        if not any(self._is_for_each_host(each.res_model) for each in self.sudo()):
            return super()._set_attachment_data(asbytes)
        ours = self.with_context(registration_import_file=YES)
        return super(IrAttachment, ours)._set_attachment_data(asbytes)

    @api.model
    def _is_for_each_host(self, model):
        """Whether files of this model are ours."""
        return bool(model) and model.startswith("registration.import.")
