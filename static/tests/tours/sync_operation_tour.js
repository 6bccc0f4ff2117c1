import { registry } from "@web/core/registry";

import { choose, csv } from "./files";

const card = (name) => `.o_kanban_record:contains(${name})`;
const tab = (name) => `.o_form_view a.nav-link:text(${name})`;
const line = (field) => `.o_form_view .o_data_row:has(td[name=title]:text(${field}))`;
const state = (name) => `.o_statusbar_status .o_arrow_button_current:contains(${name})`;

/** Write the name that a column has in the files. */
function column(field, label) {
    return [
        { content: `The column of ${field}`, trigger: `${line(field)} td[name=label]`, run: "click" },
        {
            content: label,
            trigger: `${line(field)}.o_selected_row td[name=label] input`,
            run: `edit ${label}`,
        },
    ];
}

/** From the standard operation to one of our own: its columns, its decisions. */
function customise() {
    return [
        {
            content: "Customise",
            trigger: `${card("Standard Constituent Import")} button[name=action_customise]`,
            run: "click",
        },
        {
            content: "Its name",
            trigger: ".o_form_view [name=name] textarea, .o_form_view [name=name] input",
            run: "edit Tour Members",
        },
        ...column("MEMBER_ID", "Nr"),
        ...column("GROUP_ID", "Club"),
        ...column("INTEREST_OPT", "No News"),
        {
            content: "Yes means No there",
            trigger: `${line("INTEREST_OPT")}.o_selected_row td[name=flip] input`,
            run: "click",
        },
        { content: "Decisions", trigger: tab("Decisions"), run: "click" },
        {
            content: "Whose files they are",
            trigger: ".o_form_view [name=system_id] input",
            run: "edit Offline",
        },
        { content: "The system", trigger: ".dropdown-item:contains(Offline Database)", run: "click" },
        {
            content: "An empty cell takes the value away",
            trigger: ".o_form_view [name=blank] .o_radio_item:contains(Take) input",
            run: "click",
        },
    ];
}

/** Every Monday and Thursday, from a folder. */
function schedule() {
    return [
        { content: "Source and schedule", trigger: tab("Source and schedule"), run: "click" },
        {
            content: "A folder",
            trigger: ".o_form_view [name=type] .o_radio_item:contains(A folder) input",
            run: "click",
        },
        { content: "Which", trigger: ".o_form_view [name=folder_id] input", run: "click" },
        { content: "An allowed one", trigger: ".dropdown-item:contains(Nightly drops)", run: "click" },
        {
            content: "The file",
            trigger: ".o_form_view [name=file_pattern] input",
            run: "edit members*.csv",
        },
        {
            content: "Again and again",
            trigger: ".o_form_view [name=mode] .o_radio_item:contains(Again) input",
            run: "click",
        },
        { content: "How often", trigger: ".o_form_view [name=frequency] input", run: "click" },
        { content: "Weekly", trigger: ".o_select_menu_item:contains(Every week)", run: "click" },
        {
            content: "In words, before it is saved",
            trigger: ".o_form_view [name=text]:contains(Every Monday at 06:00)",
        },
        { content: "Save", trigger: ".o_form_button_save", run: "click" },
        { content: "Saved", trigger: ".o_form_saved, .o_form_view:has(button[name=action_pause]:visible)" },
    ];
}

registry.category("web_tour.tours").add("registration_import_sync_operation", {
    url: "/odoo/data-sync-standard-operations",
    steps: () => [
        ...customise(),
        ...schedule(),
        { content: "It can be paused", trigger: "button[name=action_pause]" },
        { content: "My Operations", trigger: ".o_menu_sections a:text(My Operations)", run: "click" },
        { content: "When it runs next", trigger: `${card("Tour Members")}:contains(Every Monday at 06:00)` },
        {
            content: "Run it now",
            trigger: `${card("Tour Members")} button[name=action_run]`,
            run: "click",
        },
        { content: "What came of it", trigger: ".o_data_row:contains(members.csv):contains(1 not imported)" },
        { content: "Follow the job", trigger: ".o_data_row button[name=action_open_job]", run: "click" },
        { content: "It is done", trigger: state("Done") },
        { content: "One of two", trigger: ".o_registration_import_created:contains(1)" },
        {
            content: "What the other one lacks",
            trigger: ".o_registration_import_problems li:contains(No cross-reference) .o_registration_import_add_references",
            run: "click",
        },
        { content: "Its box", trigger: ".modal .o_data_row:contains(G17) td[name=ours]", run: "click" },
        {
            content: "What it means here",
            trigger: ".modal .o_selected_row td[name=ours] .o-autocomplete--input",
            run: "edit Test Friends",
        },
        { content: "Pick it", trigger: ".o-autocomplete--dropdown-item:contains(Test Friends)", run: "click" },
        { content: "Kept", trigger: ".modal .o_selected_row .o_registration_import_our_text:value(T-001)" },
        { content: "Retry", trigger: ".modal button[name=action_save_and_retry]", run: "click" },
        { content: "The one row", trigger: ".modal [name=changes] tr:contains(3)" },
        { content: "Back to the columns", trigger: ".modal button[name=action_back_to_map]", run: "click" },
        { content: "Its label", trigger: ".modal [name=run_label] input", run: "edit Mended" },
        { content: "Import", trigger: ".modal button[name=action_import]:enabled", run: "click" },
        { content: "Done as well", trigger: state("Done") },
        { content: "By its label", trigger: ".o_form_view [name=label]:contains(Mended)" },
    ],
});

registry.category("web_tour.tours").add("registration_import_sync_upload", {
    url: "/odoo/data-sync-operations",
    steps: () => [
        { content: "New", trigger: ".o-kanban-button-new", run: "click" },
        { content: "Made of", trigger: ".o_form_view [name=based_on_id] input", run: "edit Group Assign" },
        { content: "A standard one", trigger: ".dropdown-item:contains(Group Assignment Upload)", run: "click" },
        {
            content: "Its name",
            trigger: ".o_form_view [name=name] textarea, .o_form_view [name=name] input",
            run: "edit Tour Volunteers",
        },
        { content: "Save", trigger: ".o_form_button_save", run: "click" },
        { content: "Columns", trigger: tab("Columns"), run: "click" },
        { content: "Its columns are there", trigger: line("GROUP_NAME") },
        { content: "Run", trigger: ".o_form_view button[name=action_run]", run: "click" },
        { content: "The wizard", trigger: ".modal-title:contains(Tour Volunteers)" },
        {
            content: "Choose the file",
            trigger: ".o_registration_import_drop_zone button:contains(Browse)",
            run: () => choose(csv("volunteers.csv", ["MEMBER_ID,GROUP_NAME", "00123,Test Friends", "00124,Test Friends"])),
        },
        { content: "Upload", trigger: ".modal .o_registration_import_upload:enabled", run: "click" },
        { content: "Import", trigger: ".modal button[name=action_import]:enabled", run: "click" },
        { content: "Done", trigger: state("Done") },
        { content: "Two", trigger: ".o_registration_import_updated:contains(2)" },
        { content: "My Operations", trigger: ".o_menu_sections a:text(My Operations)", run: "click" },
        { content: "The last result", trigger: `${card("Tour Volunteers")}:contains(2 updated)` },
        { content: "Imports", trigger: ".o_menu_sections button:contains(Imports)", run: "click" },
        { content: "Rows by Outcome", trigger: ".dropdown-item:contains(Rows by Outcome)", run: "click" },
        { content: "As a graph", trigger: ".o_graph_renderer canvas" },
        { content: "As a pivot", trigger: ".o_switch_view.o_pivot", run: "click" },
        { content: "In numbers", trigger: ".o_pivot:contains(Tour Volunteers):contains(Updated)" },
    ],
});
