import { registry } from "@web/core/registry";

const BANNER = ".o_control_panel .o_selection_container";

registry.category("web_tour.tours").add("registration_export_whole_list", {
    url: "/odoo/registration-certification",
    steps: () => [
        {
            content: "Nothing is selected: nothing to export",
            trigger: ".o_list_view:not(:has(.o_registration_import_export)) .o_data_row",
        },
        { content: "In another order", trigger: "th[data-name=registration_number]", run: "click" },
        { content: "It is sorted", trigger: "th[data-name=registration_number] .fa-sort-asc" },
        { content: "The page", trigger: "thead .o_list_record_selector input", run: "click" },
        { content: "It is counted", trigger: `${BANNER}:contains(80 selected)` },
        { content: "The whole list", trigger: `${BANNER} .o_select_domain`, run: "click" },
        { content: "It is counted", trigger: `${BANNER}:contains(/All \\d+ selected/)` },
        { content: "Other actions", trigger: ".o_cp_action_menus button:contains(Actions)", run: "click" },
        {
            content: "Odoo's own export is not among them",
            trigger: ".o-dropdown--menu:has(.dropdown-item:contains(Duplicate)):not(:has(.dropdown-item:contains(Export)))",
        },
        { content: "Export", trigger: `${BANNER} button.o_registration_import_export:enabled`, run: "click" },
        { content: "It is done", trigger: ".o_notification:contains(/\\d+ records exported/)" },
        { content: "The log", trigger: ".o_menu_sections a:contains(Exports)", run: "click" },
        {
            content: "Which records",
            trigger: ".o_data_row:first .o_data_cell[name=selection]:contains(Whole list, with its filters)",
            run: "click",
        },
        { content: "Downloaded once", trigger: ".o_form_view .o_field_widget[name=download_count]:contains(1)" },
        { content: "Open the records", trigger: "button[name=action_open_records]", run: "click" },
        { content: "They are there", trigger: ".o_list_view .o_data_row:contains(Diploma in Care)" },
    ],
});

registry.category("web_tour.tours").add("registration_export_some", {
    url: "/odoo/registration-certification",
    steps: () => [
        { content: "One record", trigger: ".o_data_row:eq(1) .o_list_record_selector input", run: "click" },
        { content: "Export", trigger: `${BANNER}:contains(1 selected) button.o_registration_import_export`, run: "click" },
        { content: "It is done", trigger: ".o_notification:contains(1 record exported)" },
    ],
});

registry.category("web_tour.tours").add("registration_export_board", {
    url: "/odoo/registration-certification?view_type=kanban",
    steps: () => [
        {
            content: "One record, by Alt and a click",
            trigger: ".o_kanban_record:contains(Olu Ade)",
            run({ anchor }) {
                anchor.dispatchEvent(new MouseEvent("click", { altKey: true, bubbles: true }));
            },
        },
        {
            content: "Export",
            trigger: `${BANNER}:contains(1 selected) button.o_registration_import_export`,
            run: "click",
        },
        { content: "It is done", trigger: ".o_notification:contains(1 record exported)" },
    ],
});

registry.category("web_tour.tours").add("registration_export_refused", {
    url: "/odoo/registration-certification",
    steps: () => [
        { content: "One record", trigger: ".o_data_row:first .o_list_record_selector input", run: "click" },
        {
            content: "No export beside the count",
            trigger: `${BANNER}:contains(1 selected):not(:has(.o_registration_import_export)) button:contains(Actions)`,
            run: "click",
        },
        {
            content: "Nor among the actions",
            trigger: ".o-dropdown--menu:has(.dropdown-item:contains(Duplicate)):not(:has(.dropdown-item:contains(Export)))",
        },
        { content: "Nor in the menu", trigger: ".o_menu_sections:not(:has(a:contains(Exports)))" },
    ],
});
