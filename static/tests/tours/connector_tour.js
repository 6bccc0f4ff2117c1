import { registry } from "@web/core/registry";

const card = (name) => `.o_kanban_record:contains(${name})`;
const tab = (name) => `.o_form_view a.nav-link:text(${name})`;
const line = (field) => `.o_form_view .o_data_row:has(td[name=title]:text(${field}))`;
const side = (name) => `.o_form_view .o_data_row:contains(Thun) td[name=${name}] input[type=radio]`;
const input = (name) => `.o_form_view [name=${name}] input`;

registry.category("web_tour.tours").add("connector_connect", {
    url: "/odoo/data-sync-connections",
    steps: () => [
        { content: "Nothing yet", trigger: ".o_view_nocontent:contains(No other CRM is connected yet)" },
        { content: "A new one", trigger: ".o_list_button_add", run: "click" },
        { content: "Its name", trigger: input("name"), run: "edit Head office" },
        { content: "Where", trigger: input("address"), run: "edit https://crm.example.org" },
        { content: "The key", trigger: input("new_key"), run: "edit swordfish" },
        { content: "Whose values", trigger: input("system_id"), run: "edit Next" },
        { content: "The system", trigger: ".dropdown-item:contains(Next Door)", run: "click" },
        { content: "Save", trigger: ".o_form_button_save", run: "click" },
        { content: "Test it", trigger: "button[name=action_test]", run: "click" },
        { content: "It answers", trigger: ".alert-success:contains(Neighbour 1.0 answered)" },
        { content: "The key is kept", trigger: ".o_form_view:contains(A key is stored)" },
        { content: "And not shown", trigger: `${input("new_key")}:not(:value(swordfish))` },
        { content: "Its fields", trigger: ".o_data_row:contains(country_id)" },
    ],
});

registry.category("web_tour.tours").add("connector_keep_in_step", {
    url: "/odoo/data-sync-standard-operations",
    steps: () => [
        {
            content: "Customise",
            trigger: `${card("Connector")} button[name=action_customise]`,
            run: "click",
        },
        {
            content: "Its name",
            trigger: ".o_form_view [name=name] textarea, .o_form_view [name=name] input",
            run: "edit Tour Office",
        },
        { content: "Where", trigger: tab("Source and schedule"), run: "click" },
        { content: "Which", trigger: input("connection_id"), run: "click" },
        { content: "The one", trigger: ".dropdown-item:contains(CRM next door)", run: "click" },
        { content: "Save", trigger: ".o_form_button_save", run: "click" },
        { content: "It can run", trigger: "button[name=action_preview]" },
        { content: "The fields", trigger: tab("Fields"), run: "click" },
        { content: "Are paired", trigger: `${line("CITY")} td[name=theirs_id]:contains(City)` },
        { content: "Run", trigger: "button[name=action_run]", run: "click" },
        { content: "What came of it", trigger: ".o_list_view .o_data_row:contains(CRM next door)" },
    ],
});

registry.category("web_tour.tours").add("connector_conflict", {
    url: "/odoo/data-sync-operations",
    steps: () => [
        { content: "Conflicts", trigger: ".o_menu_sections a:text(Conflicts)", run: "click" },
        { content: "Those to decide", trigger: ".o_searchview_facet:contains(To decide)" },
        { content: "Open it", trigger: ".o_data_row:contains(Cyd Nash) td[name=fields_text]", run: "click" },
        { content: "What waits", trigger: ".alert:contains(until somebody has said what counts)" },
        { content: "Both values", trigger: ".o_data_row:contains(Basel):contains(Thun)" },
        { content: "Nothing is chosen", trigger: `${side("ours")}:not(:checked), ${side("theirs")}:not(:checked)` },
        { content: "Not without a choice", trigger: "button[name=action_decide]", run: "click" },
        { content: "Told so", trigger: ".modal:contains(Choose a side for each of the fields)" },
        { content: "Go back", trigger: ".modal .modal-footer button", run: "click" },
        { content: "Theirs", trigger: side("theirs"), run: "click" },
        { content: "Is chosen", trigger: ".o_data_row .o_chosen:contains(Thun)" },
        { content: "Decide", trigger: "button[name=action_decide]", run: "click" },
        { content: "Decided", trigger: ".o_statusbar_status .o_arrow_button_current:contains(Decided)" },
        { content: "Carried later", trigger: ".alert:contains(The next run carries what was decided)" },
        { content: "Nobody changes it", trigger: `${side("ours")}:disabled` },
    ],
});
