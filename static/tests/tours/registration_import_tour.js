import { registry } from "@web/core/registry";

import { choose, columnChoice, csv as file, fieldLine, mapped } from "./files";

const HEADER = "Registration Code,Session Code,Instance Code,Registration Session Status";
const SAMPLE = [
    "1234-55-122,Demo,Demo_7592,Registered",
    "1234-55-122,Wshop,Wshop_7597,Registered",
    "1234-55-122,Knote,Knote_7608,Registered",
    "4321-55-111,Demo,Demo_7592,Cancelled",
];

const csv = (name, rows, header = HEADER) => file(name, [header, ...rows]);

function openWizard() {
    return [
        { content: "The menu Registrations", trigger: ".o_menu_sections button:contains(Registrations)", run: "click" },
        { content: "Import", trigger: ".dropdown-item:text(Import)", run: "click" },
        { content: "The wizard", trigger: ".modal-title:contains(Registration Agenda Import Wizard)" },
    ];
}

function upload(file) {
    return [
        {
            content: "Nothing to upload yet",
            trigger: ".modal .o_registration_import_upload:disabled",
        },
        {
            content: "Choose the file",
            trigger: ".o_registration_import_drop_zone button:contains(Browse)",
            run: () => choose(file),
        },
        { content: "Its name confirms it", trigger: `.o_registration_import_file_name:contains(${file.name})` },
        { content: "Upload", trigger: ".o_registration_import_upload:enabled", run: "click" },
        { content: "The step that maps", trigger: ".modal-title:contains(Import Registration Session Instances)" },
    ];
}

registry.category("web_tour.tours").add("registration_import_sample", {
    url: "/odoo/action-event.action_event_view",
    steps: () => [
        ...openWizard(),
        { content: "Type of data", trigger: ".modal [name=operation_id] :value(Registration Session Instances)" },
        { content: "Instructions", trigger: ".modal [name=instructions]:contains(The first row names the columns)" },
        { content: "Sample file", trigger: ".modal [name=instructions] a[href*='.xlsx']" },
        ...upload(csv("agenda.csv", SAMPLE)),
        { content: "Registration Code", trigger: mapped("Registration Code", "A: Registration Code") },
        { content: "Instance Code is the Occurrence Code", trigger: mapped("Instance Code", "C: Instance Code") },
        { content: "Status", trigger: mapped("Status", "D: Registration Session Status") },
        { content: "The last row, by its number", trigger: ".modal [name=preview] tr:contains(5):contains(Cancelled)" },
        { content: "Import", trigger: ".modal button[name=action_import]:enabled", run: "click" },
        { content: "It is done", trigger: ".o_statusbar_status .o_arrow_button_current:contains(Done)" },
        { content: "Four rows", trigger: ".o_registration_import_created:contains(4)", run: "click" },
        { content: "They open as a list", trigger: ".o_data_row:contains(Wshop_7597)" },
    ],
});

registry.category("web_tour.tours").add("registration_import_rest", {
    url: "/odoo/action-event.action_event_view",
    steps: () => [
        ...openWizard(),
        ...upload(
            csv(
                "mixed.csv",
                ["Demo;Demo_7592;Attended;1234-55-122", "Demo;Demo_7592;<b>Registered</b>;nobody"],
                "Session;Occurrence Code;Status;Code"
            )
        ),
        { content: "A field has no column", trigger: ".modal .alert:contains(Registration Code)" },
        { content: "So nothing can be validated", trigger: ".modal button[name=action_validate]:disabled" },
        {
            content: "Choose the column",
            trigger: columnChoice("Registration Code"),
            run: "selectByLabel D: Code",
        },
        { content: "It stands there", trigger: mapped("Registration Code", "D: Code") },
        {
            content: "Its first values help",
            trigger: `${fieldLine("Registration Code")} td[name=samples]:contains(1234-55-122, nobody)`,
        },
        { content: "It is known whose choice it was", trigger: `${fieldLine("Registration Code")}:contains(Chosen by you)` },
        { content: "Validate", trigger: ".modal button[name=action_validate]:enabled", run: "click" },
        { content: "What would be", trigger: ".modal .o_registration_import_count.o_registration_import_created:contains(1)" },
        { content: "Unfold a problem", trigger: ".modal button[aria-expanded=false]:contains(row 3)", run: "click" },
        { content: "Markup is text", trigger: ".modal .o_registration_import_value:contains(<b>Registered</b>)" },
        { content: "Errors as a file", trigger: ".modal a[href*='/registration_import/errors/'][href$='.xlsx']" },
        {
            content: "The button says what it does",
            trigger: ".modal button:enabled:contains(Import 1 new, leave out 1 row with problems)",
            run: "click",
        },
        { content: "It is done", trigger: ".o_statusbar_status .o_arrow_button_current:contains(Done)" },
        { content: "Problems by kind", trigger: ".o_registration_import_problems button:contains(List)", run: "click" },
        { content: "As a list", trigger: ".o_data_row:contains(3):contains(<b>Registered</b>)" },
    ],
});

registry.category("web_tour.tours").add("registration_import_retry", {
    steps: () => [
        { content: "Retry", trigger: "button[name=action_retry]", run: "click" },
        { content: "Checked as it is now, with its number", trigger: ".modal [name=changes] tr:contains(3):contains(Late)" },
        { content: "Import", trigger: ".modal button:enabled:contains(Import 1 new)", run: "click" },
        { content: "A job of its own", trigger: ".o_field_widget[name=origin_id]:contains(agenda.csv)" },
        { content: "It is done", trigger: ".o_statusbar_status .o_arrow_button_current:contains(Done)" },
    ],
});

registry.category("web_tour.tours").add("registration_import_mend", {
    url: "/odoo/action-event.action_event_view",
    steps: () => [
        ...openWizard(),
        ...upload(
            csv("wrong.csv", [
                "1234-55-122,Demo,Demo_7592,Angemeldet",
                "1234-55-122,Wshop,Wshop_7597,Registered",
                "nobody,Knote,Knote_7608,Registered",
            ])
        ),
        { content: "Validate", trigger: ".modal button[name=action_validate]:enabled", run: "click" },
        { content: "Two rows", trigger: ".modal .o_registration_import_mending:contains(2 rows with problems)" },
        { content: "The wrong status", trigger: ".modal tr[data-row='2'] button.o_error:contains(Angemeldet)", run: "click" },
        { content: "One of those accepted", trigger: ".modal tr[data-row='2'] select", run: "selectByLabel Registered" },
        { content: "It goes in", trigger: ".modal tr[data-row='2'] .o_registration_import_good" },
        { content: "What it said", trigger: ".modal tr[data-row='2'] s:contains(Angemeldet)" },
        { content: "Two go in", trigger: ".modal button:enabled:contains(Import 2 new, leave out 1 row)" },
        {
            content: "The next wrong cell has the focus",
            trigger: ".modal tr[data-row='4'] button.o_error:focus:contains(nobody)",
            run: "press Enter",
        },
        { content: "Typed", trigger: ".modal tr[data-row='4'] input", run: "edit 4321-55-111 && press Enter" },
        { content: "It goes in, too", trigger: ".modal tr[data-row='4'] .o_registration_import_good" },
        { content: "None is left", trigger: ".modal .o_registration_import_mending:contains(no row with problems is left)" },
        { content: "Import", trigger: ".modal button:enabled:text(Import 3 new)", run: "click" },
        { content: "It is done", trigger: ".o_statusbar_status .o_arrow_button_current:contains(Done)" },
    ],
});

registry.category("web_tour.tours").add("registration_import_map_values", {
    url: "/odoo/action-event.action_event_view",
    steps: () => [
        ...openWizard(),
        ...upload(
            csv("german.csv", [
                "1234-55-122,Demo,Demo_7592,Angemeldet",
                "1234-55-122,Wshop,Wshop_7597,Angemeldet",
                "1234-55-122,Knote,Knote_7608,Atended",
            ])
        ),
        { content: "Validate", trigger: ".modal button[name=action_validate]:enabled", run: "click" },
        { content: "How often", trigger: ".modal .o_registration_import_values tr:contains(Angemeldet):contains(2 rows)" },
        { content: "A likely one is proposed", trigger: ".modal tr:contains(Atended):contains(Suggested)" },
        {
            content: "The other is chosen",
            trigger: ".modal .o_registration_import_values tr:contains(Angemeldet) select",
            run: "selectByLabel Registered",
        },
        { content: "Once for all rows", trigger: ".modal button:enabled:contains(Map 2 values)", run: "click" },
        { content: "It is told", trigger: ".modal .o_registration_import_mapped:contains(Angemeldet):contains(Registered)" },
        { content: "It is said aloud", trigger: ".modal .o_registration_import_values [role=status]:contains(Every value is known now)" },
        { content: "The focus goes on there", trigger: ".modal .o_registration_import_mapped button:focus" },
        { content: "They go in", trigger: ".modal button:enabled:text(Import 3 new)" },
        {
            content: "One is taken back",
            trigger: ".modal .o_registration_import_mapped:contains(Atended) button",
            run: "click",
        },
        { content: "It is asked for again", trigger: ".modal .o_registration_import_values tr:contains(Atended) select" },
        { content: "The others go in", trigger: ".modal button:enabled:contains(Import 2 new, leave out 1 row)", run: "click" },
        { content: "It is done", trigger: ".o_statusbar_status .o_arrow_button_current:contains(Done)" },
    ],
});

registry.category("web_tour.tours").add("registration_import_mend_failed", {
    steps: () => [
        { content: "Another file beside them", trigger: "button[name=action_upload_mended]" },
        { content: "Unfold the problem", trigger: ".o_form_view button[aria-expanded=false]:contains(row 3)", run: "click" },
        { content: "The cell itself is the way", trigger: ".o_form_view .o_registration_import_cell:contains(nobody)", run: "click" },
        { content: "That row alone", trigger: ".modal .o_registration_import_mending:contains(1 row with problems)" },
        {
            content: "Its number, and the focus on what is wrong",
            trigger: ".modal tr[data-row='3'] button.o_error:focus:contains(nobody)",
            run: "click",
        },
        { content: "Typed", trigger: ".modal tr[data-row='3'] input", run: "edit 4321-55-111 && press Enter" },
        { content: "Import", trigger: ".modal button:enabled:text(Import 1 new)", run: "click" },
        { content: "It is done", trigger: ".o_statusbar_status .o_arrow_button_current:contains(Done)" },
    ],
});

registry.category("web_tour.tours").add("registration_import_undo", {
    steps: () => [
        { content: "Until when", trigger: ".o_field_widget[name=stored_until]" },
        { content: "Undo", trigger: "button[name=action_undo]", run: "click" },
        { content: "Which import", trigger: ".modal-title:contains(Undo of agenda.csv)" },
        {
            content: "What would be",
            trigger: ".modal [name=undo_text]:contains(Undo: 2 records to delete, 1 to restore, keep 1)",
        },
        { content: "Line by line", trigger: ".modal [name=changes] tr:contains(Registered):contains(Waitlisted)" },
        { content: "No way back to columns", trigger: ".modal-footer:not(:has(button[name=action_back_to_map]))" },
        { content: "Undo it", trigger: ".modal button:enabled:contains(Undo this import)", run: "click" },
        { content: "It is done", trigger: ".o_statusbar_status .o_arrow_button_current:contains(Done)" },
        { content: "Of which import", trigger: ".o_field_widget[name=undo_of_id] a:contains(agenda.csv)", run: "click" },
        { content: "Which says so, too", trigger: ".o_field_widget[name=undone_by_id]:contains(Undo of agenda.csv)" },
        { content: "Once is enough", trigger: ".o_form_view:not(:has(button[name=action_undo]))" },
    ],
});

registry.category("web_tour.tours").add("registration_import_same_file", {
    url: "/odoo/action-event.action_event_view",
    steps: () => [
        ...openWizard(),
        ...upload(csv("again.csv", SAMPLE)),
        { content: "Seen before", trigger: ".modal .alert:contains(The same file was imported)" },
        { content: "Not without a word", trigger: ".modal button[name=action_import]:disabled" },
        { content: "Again", trigger: ".modal .alert [name=again] input", run: "click" },
        { content: "Import", trigger: ".modal button[name=action_import]:enabled", run: "click" },
        { content: "Nothing changed", trigger: ".o_registration_import_unchanged:contains(4)" },
    ],
});

registry.category("web_tour.tours").add("registration_import_refused", {
    url: "/odoo/action-event.action_event_view",
    steps: () => [
        { content: "Registrations", trigger: ".o_menu_sections button:contains(Registrations)", run: "click" },
        {
            content: "The list is there, Import is not",
            trigger: ".dropdown-menu:has(.dropdown-item:contains(Agenda)):not(:has(.dropdown-item:contains(Import)))",
        },
    ],
});

registry.category("web_tour.tours").add("registration_import_refused_address", {
    url: "/odoo/action-registration_import.registration_import_wizard_action",
    steps: () => [
        { content: "Told so in words", trigger: ".modal:contains(say what you want to import)" },
        { content: "And no wizard", trigger: "body:not(:has(.o_registration_import_drop_zone))" },
    ],
});

registry.category("web_tour.tours").add("registration_import_one_event", {
    steps: () => [
        { content: "Import for this event", trigger: ".o_form_statusbar button[name=action_import_agenda]", run: "click" },
        { content: "The wizard names it", trigger: ".modal .alert [name=event_id]:contains(Trade Summit)" },
        ...upload(csv("agenda.csv", ["1234-55-122,Demo,Demo_7592,Registered", "GUEST-1,Demo,Demo_7592,Registered"])),
        { content: "Validate", trigger: ".modal button[name=action_validate]:enabled", run: "click" },
        { content: "Another event's row is refused", trigger: ".modal button[aria-expanded=false]:contains(row 3)", run: "click" },
        { content: "In words", trigger: ".modal :contains(Gala Dinner)" },
        { content: "The rest is imported", trigger: ".modal button[name=action_import]:enabled", run: "click" },
        { content: "It is done", trigger: ".o_statusbar_status .o_arrow_button_current:contains(Done)" },
    ],
});

registry.category("web_tour.tours").add("registration_import_download_agenda", {
    steps: () => [
        { content: "Download", trigger: ".o_form_statusbar button[name=action_download_agenda]", run: "click" },
        { content: "The form stays", trigger: ".o_form_statusbar button[name=action_download_agenda]:enabled" },
    ],
});
