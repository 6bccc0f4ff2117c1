"""What `make upgrade` looks at where names were taken, so that nothing was upgraded, and takes away
then: runs in a shell of the first release."""

import json
import os
from pathlib import Path


def main(env):
    notes = json.loads(Path(os.environ["UPGRADE_NOTES"]).read_text())
    jo = env["res.partner"].browse(notes["people"][0])
    equal((jo.contact_member_id, jo.uln, jo.gender), ("T1", "1000000001", "female"), "Jo")
    env.cr.execute("SELECT DISTINCT contact_gender FROM res_partner")
    equal(env.cr.fetchall(), [("by hand",)], "what somebody has put into the database")
    ours, takers = (
        env["ir.module.module"].search([("name", "=", name)])
        for name in ("registration_import", "takers")
    )
    equal(ours.latest_version, "19.0.1.0.0", "the version of the database")
    equal({ours.state, takers.state}, {"installed"}, "the states of addons")
    env.ref("registration_import.field_res_partner__contact_street3")
    env["ir.model.data"].search(
        [
            ("module", "=", "registration_import"),
            ("name", "=", "field_res_partner__contact_street3"),
        ]
    ).unlink()
    # its index goes with it
    env.cr.execute("ALTER TABLE res_partner DROP COLUMN contact_gender")
    env.cr.commit()
    takers.button_immediate_uninstall()


def equal(found, expected, what):
    if found != expected:
        raise SystemExit(f"Traceback: {what}: {found!r} in the place of {expected!r}")


main(env)  # noqa: F821
