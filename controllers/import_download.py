from werkzeug.exceptions import Gone, ServiceUnavailable

from odoo import http
from odoo.http import request

from ..importer.guide import Guide
from ..models.engine.import_errors_file import has_long_errors, written_errors
from ..tools.writing.writers import write_csv, write_xlsx
from .download import respond, spool


class ImportDownload(http.Controller):
    """Files that the addon makes: sample files, and rows that were not imported."""

    @http.route(
        "/registration_import/sample/<int:operation>.<any(csv,xlsx):extension>",
        type="http",
        auth="user",
        readonly=True,
    )
    def sample(self, operation, extension):
        """A file that can be uploaded as it is, for whoever may run the operation."""
        operation = request.env["registration.import.operation"].browse(operation)
        if not operation.exists():
            raise request.not_found()
        operation.check_access("read")
        operation._check_right()
        stream = spool()
        _write_sample(stream, operation, extension)
        return respond(stream, f"{operation.code}-sample.{extension}", extension)

    @http.route(
        "/registration_import/errors/<int:job>.<any(csv,xlsx):extension>",
        type="http",
        auth="user",
        readonly=True,
    )
    def errors(self, job, extension):
        """The rows that were not imported, in the user's own columns, while they are kept: of many
        rows the file that was written in the background."""
        job = request.env["registration.import.job"].browse(job)
        if not job.exists():
            raise request.not_found()
        file = job._of_file()
        if file.purged or not file.labels:
            raise Gone(request.env._("The rows of this import are not kept any more."))
        stream = spool()
        if written := written_errors(job, extension):
            written._copy_to(stream)
        elif has_long_errors(job):
            raise ServiceUnavailable(
                request.env._(
                    "This file is long, and is written in the background: press “Errors file” on"
                    " the page of the import."
                )
            )
        else:
            job._report().rows.write(stream, extension)
        stem = job.name.rsplit(".", 1)[0]
        return respond(stream, f"{stem}-errors.{extension}", extension)


def _write_sample(stream, operation, extension):
    guide = Guide(operation)
    fields = guide.columns
    header = [field.label for field in fields]
    if extension == "csv":
        separator = operation._run_options().get("separator") or ","
        write_csv(stream, header, guide.sample_rows(), separator=separator)
        return
    required = tuple(index for index, field in enumerate(fields) if field.required)
    write_xlsx(
        stream,
        header,
        guide.sample_rows(),
        sheet=operation.env._("Data"),
        required=required,
        choices={f.label: [choice[1] for choice in f.choices] for f in fields if f.choices},
        legend=_legend(guide),
    )


def _legend(guide):
    """What the sample's header means: in the file itself, since labels have to stay as they are."""
    env = guide.env
    return [
        [env._("Column"), env._("Mandatory"), env._("Format"), env._("What it holds")],
        *(
            [
                field.label,
                env._("Yes, shown on yellow") if field.required else env._("No"),
                guide.format_text(field),
                guide.kind._help(field),
            ]
            for field in guide.columns
        ),
    ]
