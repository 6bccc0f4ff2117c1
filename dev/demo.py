"""The demonstration: `make demo` runs this in an Odoo shell, beside the server that does the work.

The sample files are handed in by those who may import them, the server's scheduled action imports
them, and the reports come by e-mail through a real SMTP server.
"""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import demo_import  # noqa: E402

SAMPLES = Path(__file__).parents[1] / "demo"
# operation, and who imports its sample file
IMPORTS = (
    ("session_instances", "base.user_demo"),
    ("qualifications", "registration_import.user_demo_certification"),
)


def main(env):
    for operation, user in IMPORTS:
        import_sample(env, operation, env.ref(user))


def import_sample(env, operation, user):
    sample = SAMPLES / f"{operation}.csv"
    print(f"\nImporting {sample.name} as {user.name} ({user.login})")
    job = demo_import.hand_in(env, user, operation, sample)
    report = demo_import.wait_for_end(env, user, job)
    print("\n".join(demo_import.report_lines(report)))
    mails = Path(os.environ["DEMO_MAILS"])
    mail = demo_import.wait_for_mail(mails, user.email, sample.name)
    print("\n".join(demo_import.mail_lines(mail)))
    if report["state"] != "done":
        sys.exit(f"\nThe import ended as {report['state']}: {report['message']}")


main(env)  # noqa: F821
