"""New texts of e-mails, where nobody has changed the old ones.

An update leaves templates alone, since administrators change them. A database in which nobody did
would keep the texts of the first release, and these have no translations. What is changed by hand
stays, in whichever language it was; so does each other field of a template.
"""

import hashlib
from pathlib import Path

from lxml import etree

from odoo import SUPERUSER_ID, api
from odoo.models import BaseModel

DATA = Path(__file__).parents[2] / "data"
# Of a template the file that has its text now, and the sum of the one that it was released with.
RELEASED = {
    "mail_template_report": (
        "mail_template_data.xml",
        "76b24544ae69f4a87b2b5a112654c46fa84f8d0029e6078e94a8f134847c794e",
    ),
    "mail_template_approval": (
        "mail_template_data.xml",
        "95444cfe00909c0643550b97c26ba167f153e836ceee2b689475b3bf9999ccfa",
    ),
    "mail_template_download": (
        "mail_template_download_data.xml",
        "2f500f52d91bf4b8c65b2ce52f55f8318be9069151426bc98dda00e89a0ac3d9",
    ),
    "mail_template_agenda": (
        "mail_template_agenda_data.xml",
        "a07c068097f205fe3ad73e2040c03b10794f0848de72de7ec53a147ecea9b835",
    ),
}


def migrate(cr, version):
    """Before Odoo adds the translations, which it does next."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    for name, (file, released) in RELEASED.items():
        template = env.ref(f"registration_import.{name}", raise_if_not_found=False)
        if template and texts(cr, template) == {released}:
            # past the check of Odoo's, which would render an import as an example
            BaseModel.write(template, {"body_html": body(file, name)})


def texts(cr, template):
    """The sums of what it says in each language."""
    cr.execute("SELECT body_html FROM mail_template WHERE id = %s", [template.id])
    (languages,) = cr.fetchone()
    return {text_sum(text) for text in (languages or {}).values()}


def text_sum(text):
    """White space is nothing that anybody has changed."""
    return hashlib.sha256("".join(text.split()).encode()).hexdigest()


def body(file, name):
    """As Odoo reads it when it installs the addon."""
    (field,) = etree.parse(DATA / file).xpath(
        "//record[@id=$name]/field[@name='body_html']", name=name
    )
    return "".join(etree.tostring(node, method="html", encoding="unicode") for node in field)
