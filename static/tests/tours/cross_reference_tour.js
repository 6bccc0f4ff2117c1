import { registry } from "@web/core/registry";

const line = (text) => `.modal .o_data_row:contains(${text})`;

registry.category("web_tour.tours").add("registration_import_cross_reference_mend", {
    steps: () => [
        {
            content: "What is wrong",
            trigger: ".o_registration_import_problems li:contains(No cross-reference) .o_registration_import_add_references",
            run: "click",
        },
        { content: "Of which system", trigger: ".modal-title:contains(Offline Database)" },
        { content: "Their value, and how often", trigger: `${line("G17")}:contains(2)` },
        { content: "Its box", trigger: `${line("G17")} td[name=ours]`, run: "click" },
        {
            content: "Look for the group",
            trigger: ".modal .o_selected_row td[name=ours] .o-autocomplete--input",
            run: "edit Test Friends",
        },
        {
            content: "Pick it",
            trigger: ".o-autocomplete--dropdown-item:contains(Test Friends)",
            run: "click",
        },
        {
            content: "Its external ID is what is stored",
            trigger: ".modal .o_selected_row .o_registration_import_our_text:value(T-001)",
        },
        { content: "The choice of a field", trigger: `${line("PLUS")} td[name=ours]`, run: "click" },
        {
            content: "Choose",
            trigger: ".modal .o_selected_row td[name=ours] select",
            run: "select in",
        },
        { content: "Go on", trigger: ".modal button[name=action_save_and_retry]", run: "click" },
        { content: "The rows, checked again, with their numbers", trigger: ".modal [name=changes] tr:contains(3)" },
        { content: "Import", trigger: ".modal button:enabled:contains(Import 3 new)", run: "click" },
        { content: "It is done", trigger: ".o_statusbar_status .o_arrow_button_current:contains(Done)" },
    ],
});

registry.category("web_tour.tours").add("registration_import_cross_reference_list", {
    url: "/odoo/cross-references",
    steps: () => [
        { content: "Nothing yet", trigger: ".o_view_nocontent_smiling_face:contains(no cross-reference yet)" },
        { content: "Download and upload are here", trigger: ".o_list_buttons, .o_control_panel:contains(Download as .csv):contains(Upload)" },
        { content: "New", trigger: ".o_list_button_add", run: "click" },
        { content: "Type", trigger: ".o_form_view [name=type] input", run: "click" },
        { content: "Country", trigger: ".o_select_menu_item:contains(Country)", run: "click" },
        { content: "Countries can be picked", trigger: ".o_form_view [name=ours] .o-autocomplete--input" },
        { content: "The system", trigger: ".o_form_view [name=system_id] input", run: "edit Offline" },
        { content: "Known", trigger: ".dropdown-item:contains(Offline Database)", run: "click" },
        { content: "Their value", trigger: ".o_form_view [name=theirs] input", run: "edit SUI" },
        {
            content: "Ours, typed",
            trigger: ".o_form_view .o_registration_import_our_text",
            run: "edit CH && press Tab",
        },
        { content: "What that is", trigger: ".o_form_view [name=ours] .o-autocomplete--input:value(Switzerland)" },
        { content: "Save", trigger: ".o_form_button_save", run: "click" },
        { content: "Kept", trigger: ".o_form_saved, .o_form_view:not(:has(.o_form_button_save:visible))" },
        { content: "Back to the list", trigger: ".breadcrumb-item a:contains(Cross-references)", run: "click" },
        { content: "Grouped by system", trigger: ".o_group_header:contains(Offline Database)" },
        { content: "And by type", trigger: ".o_group_header:contains(Country)", run: "click" },
        { content: "What it means", trigger: ".o_data_row:contains(SUI):contains(CH):contains(Switzerland)" },
        { content: "Upload", trigger: "button[name=action_upload]", run: "click" },
        { content: "The wizard", trigger: ".modal-title:contains(Upload Cross-references)" },
        { content: "A sample file", trigger: ".modal [name=instructions] a[href*='.xlsx']" },
    ],
});
