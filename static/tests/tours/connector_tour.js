import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("connector_conflict", {
    url: "/odoo/data-sync-operations",
    steps: () => [
        { content: "Conflicts", trigger: ".o_menu_sections a:text(Conflicts)", run: "click" },
        { content: "Those to decide", trigger: ".o_searchview_facet:contains(To decide)" },
        { content: "Open it", trigger: ".o_data_row:contains(Cyd Nash) td[name=fields_text]", run: "click" },
        { content: "What waits", trigger: ".alert:contains(until somebody has said what counts)" },
        { content: "Both values", trigger: ".o_data_row:contains(Basel):contains(Thun)" },
        { content: "Theirs", trigger: "button[name=action_take_theirs]", run: "click" },
        { content: "Decided", trigger: ".o_statusbar_status .o_arrow_button_current:contains(Decided)" },
        { content: "Carried later", trigger: ".alert:contains(The next run carries what was decided)" },
    ],
});
