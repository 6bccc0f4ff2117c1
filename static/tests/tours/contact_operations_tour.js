import { registry } from "@web/core/registry";

import { choose, columnChoice, csv, fieldLine, mapped } from "./files";

const HEADER = "INSTIT;ORGANIZATION;OPERATION;CONTACT_NR;FIRSTNAME;Surname;TELEPHONE";
const ROWS = [
    "T-LAKE;OPERA;ANONYMIZE;0001;;;",
    "T-LAKE;STAGE;DELETE;0002;;;",
    "T-LAKE;*;UPDATE;0003;;Foxley;",
    "T-LAKE;OPERA;MERGE;0010;;;",
];
const CONTACTS = "/odoo/action-contacts.action_contacts";

const menu = (name) => `.o_menu_sections a:text(${name})`;
const danger = ".modal .o_registration_import_danger";
const number = ".modal .o_registration_import_confirmation input";
const button = ".modal button[name=action_import]";
const state = (name) => `.o_statusbar_status .o_arrow_button_current:contains(${name})`;
const line = (text) => `.o_data_row:contains(${text})`;

/** From the menu to the report. */
function check() {
    return [
        { content: "Import Operations", trigger: menu("Import Operations"), run: "click" },
        { content: "The wizard", trigger: ".modal-title:contains(Import Contact Operations)" },
        {
            content: "Choose the file",
            trigger: ".o_registration_import_drop_zone button:contains(Browse)",
            run: () => choose(csv("contacts.csv", [HEADER, ...ROWS])),
        },
        { content: "Upload", trigger: ".modal .o_registration_import_upload:enabled", run: "click" },
        { content: "Known by its name", trigger: mapped("OPERATION", "C: OPERATION") },
        { content: "Nothing unseen", trigger: ".modal-footer:not(:has(button[name=action_import]))" },
        { content: "What no column fills", trigger: ".modal button:contains(more fields)", run: "click" },
        {
            content: "Choose a column",
            trigger: columnChoice("LASTNAME"),
            run: "selectByLabel F: Surname",
        },
        { content: "Whose choice it was", trigger: `${fieldLine("LASTNAME")}:contains(Chosen by you)` },
        { content: "Validate", trigger: ".modal button[name=action_validate]:enabled", run: "click" },
        { content: "What is wrong", trigger: ".modal .o_registration_import_problems:contains(row 5)" },
    ];
}

registry.category("web_tour.tours").add("contact_operations_import", {
    url: CONTACTS,
    steps: () => [
        ...check(),
        { content: "The danger", trigger: `${danger}:contains(This cannot be undone)` },
        { content: "In numbers", trigger: `${danger} label:text(Anonymize 1, Delete 1: type 2)` },
        { content: "What it does", trigger: `${danger}:contains(sales stay, under the name XXXXXXXX)` },
        { content: "Not alone", trigger: `${danger}:contains(second person must approve)` },
        { content: "Whom it hits", trigger: ".modal [name=changes] tr:contains(Anonymize):contains(Anna Lee)" },
        { content: "Not yet", trigger: `${button}:disabled` },
        { content: "Another number", trigger: number, run: "edit 3" },
        { content: "Is known at once", trigger: `${danger}:contains(This is not the number)` },
        { content: "Not with that", trigger: `${button}:disabled` },
        { content: "The reason", trigger: `${danger} [name=reason] input`, run: "edit Asked for by letter" },
        { content: "And who asked", trigger: `${danger} [name=reference] input`, run: "edit Ticket 4711" },
        { content: "The number", trigger: number, run: "edit 2" },
        {
            content: "The button says what it does",
            trigger: `${button}:enabled:text(Ask for approval: 1 changed, ANONYMIZE 1, and DELETE 1, leave out 1 row with problems)`,
        },
        { content: "Enter leads there", trigger: number, run: "press Enter" },
        { content: "Go", trigger: `${button}:focus`, run: "click" },
        { content: "It waits", trigger: state("Waiting for approval") },
        { content: "For others", trigger: ".o_form_view:contains(Waiting for a second person)" },
        { content: "Not for oneself", trigger: ".o_form_view:not(:has(button[name=action_approve]))" },
        { content: "But one may cancel", trigger: "button[name=action_cancel]" },
    ],
});

/** The second person finds the import that waits, and whom it would hit. */
function find() {
    return [
        { content: "Imports", trigger: menu("Imports"), run: "click" },
        { content: "They are listed", trigger: line("contacts.csv") },
        { content: "Filters", trigger: ".o_searchview_dropdown_toggler", run: "click" },
        { content: "Waiting", trigger: ".o-dropdown--menu .o_menu_item:text(Waiting for approval)", run: "click" },
        { content: "Just that", trigger: ".o_searchview_facet:contains(Waiting for approval)" },
        { content: "Open it", trigger: `${line("contacts.csv")} td[name=name]`, run: "click" },
        { content: "One is asked", trigger: ".o_form_view:contains(Your approval is needed)" },
        { content: "For what", trigger: "[name=irreversible_text]:contains(Anonymize 1, Delete 1)" },
        { content: "For whom", trigger: "[name=irreversible_rows] tr:contains(Delete):contains(Ben Ray)" },
    ];
}

registry.category("web_tour.tours").add("contact_operations_approve", {
    url: CONTACTS,
    steps: () => [
        ...find(),
        { content: "Approve", trigger: "button[name=action_approve]", run: "click" },
        { content: "Surely", trigger: ".modal:contains(Approve this import?) .btn-primary:text(Approve)", run: "click" },
        { content: "It is done", trigger: state("Done") },
        { content: "Two are gone", trigger: ".o_registration_import_removed:contains(2)" },
        { content: "Who approved it", trigger: "[name=approver_id]:contains(contact_second)" },
    ],
});

registry.category("web_tour.tours").add("contact_operations_reject", {
    url: CONTACTS,
    steps: () => [
        ...find(),
        { content: "Reject", trigger: "button[name=action_reject]", run: "click" },
        { content: "Surely", trigger: ".modal:contains(Reject this import?) .btn-primary:text(Reject)", run: "click" },
        { content: "It ends", trigger: state("Cancelled") },
        { content: "Why", trigger: ".o_form_view .alert:contains(contact_second)" },
    ],
});

registry.category("web_tour.tours").add("contact_operations_undo", {
    steps: () => [
        { content: "Undo", trigger: "button[name=action_undo]", run: "click" },
        { content: "What would be", trigger: ".modal [name=undo_text]:contains(Undo: 1 to restore)" },
        { content: "Old and new", trigger: ".modal [name=changes] tr:contains(Anna Leeward):contains(Anna Lee)" },
        { content: "Undo it", trigger: `${button}:enabled:contains(Undo this import)`, run: "click" },
        { content: "A job of its own", trigger: ".o_field_widget[name=undo_of_id]:contains(contacts.csv)" },
        { content: "It is done", trigger: state("Done") },
        { content: "What was restored", trigger: "button[name=action_open_records]", run: "click" },
        { content: "Open it", trigger: `${line("Anna Lee")} td[name=complete_name]`, run: "click" },
        { content: "As before", trigger: ".o_form_view .o_field_widget[name=name] :value(Anna Lee)" },
    ],
});

registry.category("web_tour.tours").add("contact_operations_without_irreversible", {
    url: CONTACTS,
    steps: () => [
        ...check(),
        {
            content: "Told so",
            trigger: ".modal .o_registration_import_mending:contains(to “Irreversible”, or take these rows out of the file)",
        },
        { content: "No number is asked for", trigger: `body:not(:has(${number}))` },
        {
            content: "They are left out, and the other goes in",
            trigger: ".modal button:enabled:contains(Import 1 changed, leave out 3 rows with problems)",
            run: "click",
        },
        { content: "Done", trigger: state("Done") },
    ],
});

registry.category("web_tour.tours").add("contact_operations_no_menu", {
    url: CONTACTS,
    steps: () => [
        { content: "Contacts are there", trigger: ".o_control_panel:contains(Contacts)" },
        { content: "Imports are not", trigger: ".o_main_navbar:contains(Contacts):not(:contains(Import))" },
    ],
});

registry.category("web_tour.tours").add("contact_operations_no_address", {
    url: "/odoo/action-registration_import.contact_import_action",
    steps: () => [
        { content: "Told so", trigger: ".modal:contains(access)" },
        { content: "And no wizard", trigger: "body:not(:has(.o_registration_import_drop_zone))" },
    ],
});
