import { registry } from "@web/core/registry";

import { choose, csv, drop } from "./files";

const HEADER =
    "Qualification Number,ULN,Status,Registration number,Registration date,Certificate claimed date," +
    "Achieved date,Certificate received Date,Certificate Sent Date,Postal Tracking Reference";
const ROWS = [
    "601/8830/X,1000000043,Registered,00777,01/09/2025,,,,,",
    "100/1234/5,9276308686,Certificate Sent,0042,,,,,,RM1",
    "601/8830/X,9276308686,Lost,,31/02/2025,,,,,",
];

const zone = ".modal .o_registration_import_drop_zone";
const tile = (name) => `.modal .o_registration_import_tile.o_${name}`;

/** What the link "Export errors (.csv)" gives, without the browser's window for downloads. */
async function exported({ anchor }) {
    const text = await (await fetch(anchor.href)).text();
    for (const part of ["_error", "Lost", "31/02/2025"]) {
        if (!text.includes(part)) {
            throw new Error(`The exported errors lack ${part}`);
        }
    }
    if (text.includes("00777")) {
        throw new Error("The exported errors have a row without an error");
    }
}

registry.category("web_tour.tours").add("qualification_import", {
    url: "/odoo/registration-certification",
    steps: () => [
        { content: "Import and Update", trigger: "button[name=action_import_and_update]", run: "click" },
        { content: "The pop-up", trigger: ".modal-title:text(Import and Update Qualifications)" },
        { content: "Tips", trigger: ".modal .o_registration_import_tips_toggle", run: "click" },
        { content: "Mandatory fields", trigger: ".modal aside .o_registration_import_mandatory:contains(ULN)" },
        { content: "Accepted statuses", trigger: ".modal aside li:text(Certificate Received)" },
        { content: "Formats", trigger: ".modal aside li:contains(Registration date):contains(dd/mm/yyyy)" },
        { content: "What a number is", trigger: ".modal aside li:contains(ULN):contains(ten digits)" },
        { content: "Sample", trigger: ".modal aside a[href$='.csv']:contains(Download Sample File)" },
        { content: "Close the tips", trigger: ".modal .o_registration_import_tips_toggle", run: "click" },
        { content: "The comma is chosen", trigger: ".modal [name=file_separator] input[data-value=',']:checked" },
        { content: "Nothing to validate yet", trigger: ".modal .o_registration_import_upload:disabled:text(Validate)" },
        {
            content: "A workbook is refused",
            trigger: `${zone} button:contains(Select file)`,
            run: () => choose(new File(["x"], "qualifications.xlsx")),
        },
        { content: "In words", trigger: `${zone} .o_registration_import_error:contains(.csv, smaller than 2 MB)` },
        {
            content: "So is a large file",
            trigger: zone,
            run: () => choose(new File(["x".repeat(2 * 1024 * 1024)], "large.csv")),
        },
        { content: "In words", trigger: `${zone} .o_registration_import_error:contains(large.csv)` },
        { content: "Drop a file", trigger: zone, run: () => drop(csv("qualifications.csv", [HEADER, ...ROWS])) },
        { content: "Validate, where the focus is", trigger: ".modal .o_registration_import_upload:focus", run: "click" },
        { content: "The report", trigger: ".modal h2:text(Validation Report)" },
        { content: "Accepted", trigger: `${tile("accepted")}:contains(2)` },
        { content: "Of them with warnings", trigger: `${tile("warnings")}:contains(1)` },
        { content: "Errors", trigger: `${tile("errors")}:contains(1)` },
        { content: "By row and column", trigger: ".modal td:contains(31/02/2025)" },
        { content: "Export them", trigger: ".modal a:contains(Export errors (.csv))", run: exported },
        { content: "Warnings", trigger: ".modal button:contains(Warnings)", run: "click" },
        { content: "What is odd", trigger: ".modal td:contains(Certificate Sent Date)" },
        { content: "A way back", trigger: ".modal button:text(Cancel)" },
        {
            content: "Upload",
            trigger: ".modal button[name=action_import]:enabled:contains(Upload accepted records (2))",
            run: "click",
        },
        { content: "Done", trigger: ".modal .alert-success:contains(The accepted records are uploaded)" },
        { content: "The errors once more", trigger: ".modal a:contains(Export errors (.csv))", run: exported },
        { content: "Close", trigger: ".modal footer button:text(Close)", run: "click" },
        { content: "The list is up to date", trigger: ".o_data_row:contains(00777) .badge:contains(Registered)" },
    ],
});

registry.category("web_tour.tours").add("qualification_import_separator", {
    url: "/odoo/registration-certification",
    steps: () => [
        { content: "Import and Update", trigger: "button[name=action_import_and_update]", run: "click" },
        {
            content: "Choose a file with semicolons",
            trigger: `${zone} button:contains(Select file)`,
            run: () => choose(csv("semicolons.csv", [HEADER, ROWS[0]].map((line) => line.replaceAll(",", ";")))),
        },
        { content: "Validate", trigger: ".modal .o_registration_import_upload:enabled", run: "click" },
        { content: "It says which separator it has", trigger: ".modal .alert:contains(separated by “;”)" },
        { content: "Use it", trigger: ".modal button:text(Use this separator)", run: "click" },
        { content: "Accepted", trigger: `${tile("accepted")}:contains(1)` },
        { content: "Leave it", trigger: ".modal button:text(Cancel)", run: "click" },
        { content: "Nothing was changed", trigger: ".o_data_row:not(:contains(00777))" },
    ],
});
