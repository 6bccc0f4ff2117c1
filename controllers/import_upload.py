import os

from odoo import http
from odoo.exceptions import AccessError, UserError
from odoo.http import request

from ..importer.intake import Intake, upload_limit

# What a multipart request holds beside the file: boundaries, token, names.
FORM_BYTES = 16 * 1024
# Until where a file goes by itself: nobody imports by uploading alone.
UPLOAD_GOALS = ("draft", "validate")


def _max_content_length(_controller):
    """The limit that werkzeug holds the announced length against before it reads the body."""
    return upload_limit(request.env) + FORM_BYTES


class ImportUpload(http.Controller):
    """The way of a file into a job; nothing is imported by it."""

    @http.route(
        "/registration_import/upload",
        type="http",
        auth="user",
        methods=["POST"],
        max_content_length=_max_content_length,
    )
    def upload(
        self,
        operation=None,
        ufile=None,
        token=None,
        goal="draft",
        separator=None,
        event=None,
        **_other,
    ):
        """Answer ``{"job": id}``, or ``{"error": text}``. The same ``token`` of the same user
        gives the same job, so that a double click or a repeated request makes no second one; for
        another file, or otherwise, it is refused.
        With ``goal`` "validate" the file is validated as well. ``event`` is the id of the only
        event whose registrations it may name."""
        self._take_companies()
        options = {"separator": separator} if separator else {}
        if event:
            options["event"] = self._number(event)
        try:
            job = self._upload(operation, ufile, token, options, goal)
        except AccessError as error:
            return self._refuse(error, 403)
        except UserError as error:
            return self._refuse(error, 400)
        return request.make_json_response({"job": job.id})

    def _take_companies(self):
        """Work in the companies that are chosen in the browser, as calls of the web client do:
        else the job would belong to the user's main company, and could not be seen in another."""
        chosen = request.cookies.get("cids", "").split("-")
        ids = [int(each) for each in chosen if each.isdecimal() and len(each) < 10]
        own = [each for each in ids if each in request.env.user._get_company_ids()]
        if own:
            request.update_context(allowed_company_ids=own)

    def _upload(self, operation, ufile, token, options, goal):
        operation = self._operation(operation)
        if not ufile or not hasattr(ufile, "filename"):
            raise UserError(request.env._("No file was sent."))
        self._check_file(operation, ufile)
        goal = goal if goal in UPLOAD_GOALS else "draft"
        arguments = (operation, ufile.read(), ufile.filename, token, options, goal)
        return Intake(request.env).upload(*arguments)

    def _check_file(self, operation, ufile):
        """Refuse what the kind does not take before a byte of it is read or stored."""
        operation._check_right()
        size = ufile.stream.seek(0, os.SEEK_END)
        ufile.stream.seek(0)
        problem = operation._kind()._check_upload(ufile.filename, size)
        if problem:
            messages = request.env["registration.import.message"]
            said = messages._text, messages._hint
            raise UserError(" ".join(say(problem.code, problem.params) for say in said))

    def _operation(self, identifier):
        found = request.env["registration.import.operation"].search(
            [("id", "=", self._number(identifier))]
        )
        if not found:
            raise UserError(request.env._("Choose the type of data first."))
        return found

    def _number(self, text):
        """An id as a form gives it; -1, which no record has, for what is none."""
        digits = str(text)
        return int(digits) if digits.isdecimal() and len(digits) < 10 else -1

    def _refuse(self, error, status):
        return request.make_json_response({"error": error.args[0]}, status=status)
