"""The demonstration: `make demo` runs this in an Odoo shell, beside the server that does the work.

The sample file is handed in by an event user, the server's scheduled action imports it, and the
report comes by e-mail through a real SMTP server.
"""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import demo_session  # noqa: E402

SAMPLE = Path(__file__).parents[1] / "demo" / "session_instances.csv"


def main(env):
    user = env.ref("base.user_demo")
    print(f"\nImporting {SAMPLE.name} as {user.name} ({user.login})")
    job = demo_session.hand_in(env, user, SAMPLE)
    report = demo_session.wait_for_end(env, user, job)
    print("\n".join(demo_session.report_lines(report)))
    mail = demo_session.wait_for_mail(Path(os.environ["DEMO_MAILS"]), user.email)
    print("\n".join(demo_session.mail_lines(mail)))
    if report["state"] != "done":
        sys.exit(f"\nThe import ended as {report['state']}: {report['message']}")


main(env)  # noqa: F821
