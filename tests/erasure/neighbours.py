"""Models such as other addons have, for the tests of a class only: an applicant and an employee,
models called after those of Odoo, passports that die with a contact, a log of what was changed.
See kind_people.py; these have tables, which go with the transaction of the class.
"""

from odoo import fields, models
from odoo.exceptions import ValidationError
from odoo.orm.model_classes import add_to_registry

# Of the relation of one of them Odoo notes whose it is.
MODULE = "base"


class Applicant(models.Model):
    _module = None
    _name = "hr.applicant"
    _description = "Applicant"
    _rec_name = "partner_name"

    partner_id = fields.Many2one("res.partner")
    partner_name = fields.Char()
    email_from = fields.Char()
    email_normalized = fields.Char()
    partner_phone = fields.Char()
    applicant_notes = fields.Html()


class Employee(models.Model):
    _module = None
    _name = "hr.employee"
    _description = "Employee"

    name = fields.Char()
    active = fields.Boolean(default=True)
    work_contact_id = fields.Many2one("res.partner")


class Talk(models.Model):
    _module = None
    _name = "event.track"
    _description = "Talk"

    name = fields.Char(translate=True, required=True)
    event_id = fields.Many2one("event.event")
    partner_id = fields.Many2one("res.partner")
    partner_email = fields.Char()
    partner_biography = fields.Html()
    image = fields.Image()


class Listed(models.Model):
    _module = None
    _name = "mailing.contact"
    _description = "On a List"
    _log_access = False

    partner_id = fields.Many2one("res.partner")
    email = fields.Char()
    email_normalized = fields.Char()


class ListedContact(models.Model):
    """Where Odoo's mailings are, but no addon that has contacts on their lists."""

    _module = None
    _name = "mailing.contact"
    _inherit = ["mailing.contact"]

    partner_id = fields.Many2one("res.partner")


class Tracking(models.Model):
    _module = None
    _name = "mail.test_tracking"
    _description = "Opened Mails"
    _log_access = False

    partner_id = fields.Many2one("res.partner")
    subject = fields.Char()
    recipient = fields.Char()
    note = fields.Char()


class Card(models.Model):
    _module = None
    _name = "contact.test_card"
    _description = "Card"
    _log_access = False

    name = fields.Char()
    holder_id = fields.Reference([("res.partner", "Contact")])


class Meeting(models.Model):
    _module = None
    _name = "test.meeting"
    _description = "Trip"
    _log_access = False

    name = fields.Char()
    description = fields.Html()
    partner_ids = fields.Many2many("res.partner", relation="test_meeting_partner_rel")


class Passport(models.Model):
    _module = None
    _name = "test.passport"
    _description = "Passport"
    _log_access = False

    name = fields.Char(required=True)
    partner_id = fields.Many2one("res.partner", required=True, ondelete="cascade")


class Visa(models.Model):
    _module = None
    _name = "test.visa"
    _description = "Visa"
    _log_access = False

    passport_id = fields.Many2one("test.passport", required=True, ondelete="restrict")


class Log(models.Model):
    _module = None
    _name = "test.log"
    _description = "Log of Changes"
    _log_access = False

    name = fields.Char()
    model_id = fields.Many2one("ir.model", ondelete="cascade")
    res_id = fields.Integer()


class LogLine(models.Model):
    _module = None
    _name = "test.log.line"
    _description = "Line of the Log"
    _log_access = False

    log_id = fields.Many2one("test.log", ondelete="cascade")
    old_value = fields.Text()


class Partner(models.Model):
    """As addons that log what is changed, whatever the context, and that let nobody on a list be
    without an e-mail."""

    _module = None
    _name = "res.partner"
    _inherit = ["res.partner"]

    def write(self, vals):
        model = self.env["ir.model"]._get_id("res.partner")
        for each in self:
            log = self.env["test.log"].create(
                {"name": each.name, "model_id": model, "res_id": each.id}
            )
            self.env["test.log.line"].create({"log_id": log.id, "old_value": each.email})
        result = super().write(vals)
        listed = self.env["mailing.contact"].search([("partner_id", "in", self.ids)])
        if not all(listed.partner_id.mapped("email")):
            raise ValidationError("Somebody on a list has no e-mail.")
        return result


NEW = (Applicant, Employee, Talk, Listed, Tracking, Card, Meeting, Passport, Visa, Log, LogLine)


def register(case):
    """Add the models that no installed addon has, for the tests of the class ``case`` only."""
    registry = case.env.registry
    Meeting.partner_ids._module = MODULE
    new = [each for each in NEW if each._name not in registry]
    parent = registry["base"]
    extended = [Partner]
    if "mailing.contact" in registry and "partner_id" not in case.env["mailing.contact"]._fields:
        extended.append(ListedContact)
    before = {each._name: registry[each._name]._base_classes__ for each in extended}

    def remove():
        for each in new:
            del registry.models[each._name]
            parent._inherit_children.discard(each._name)
        for name, classes in before.items():
            registry[name]._base_classes__ = classes

    case.addClassCleanup(remove)
    for definition in (*new, *extended):
        add_to_registry(registry, definition)
    registry._setup_models__(case.env.cr)
    registry.clear_all_caches()
    names = [each._name for each in (*new, *extended[1:])]
    registry.init_models(case.env.cr, names, {"module": MODULE})
