import { registry } from "@web/core/registry";

const row = (text) => `.o_data_row:contains(${text})`;
const line = (label) => `.modal .o_data_row:has(td[name=label]:text(${label}))`;
const value = (label, side) => `${line(label)} td[name=${side}_text] input`;

registry.category("web_tour.tours").add("import_duplicate_merge", {
    url: "/odoo/data-sync-operations",
    steps: () => [
        { content: "Duplicates", trigger: ".o_menu_sections a:text(Duplicates)", run: "click" },
        { content: "Those to decide", trigger: ".o_searchview_facet:contains(To Decide)" },
        { content: "With what they share", trigger: `${row("Tess Tour")}:contains(Same e-mail +40)` },
        { content: "Open the pair", trigger: `${row("Tess Tour")} td[name=reasons_text]`, run: "click" },
        { content: "Side by side", trigger: ".o_registration_import_comparison tr:contains(Job Position):contains(Cook):contains(Baker):contains(Differs)" },
        { content: "What waits", trigger: ".alert:contains(leave these contacts alone)" },
        { content: "Merge", trigger: "button[name=action_merge]", run: "click" },
        { content: "It is for good", trigger: ".modal .alert:contains(This cannot be undone)" },
        { content: "The older one stays", trigger: ".modal [name=master] input[data-value=match_id]:checked" },
        { content: "With its values", trigger: `${value("Job Position", "match")}:checked` },
        { content: "But this", trigger: value("Job Position", "contact"), run: "click" },
        { content: "Is chosen", trigger: `${line("Job Position")} .o_chosen:contains(Cook)` },
        { content: "Merge for good", trigger: ".modal button[name=action_merge]", run: "click" },
        { content: "Done", trigger: ".o_notification:contains(Merged: Tess Tour is left.)" },
        { content: "And said so", trigger: ".o_statusbar_status .o_arrow_button_current:contains(Merged)" },
    ],
});

registry.category("web_tour.tours").add("import_duplicate_bulk", {
    url: "/odoo/data-sync-duplicates",
    steps: () => [
        { content: "The pair", trigger: row("Tess Tour") },
        { content: "Select all", trigger: "thead .o_list_record_selector input", run: "click" },
        { content: "Different people", trigger: "button[name=action_not_match]", run: "click" },
        { content: "Said in words", trigger: ".modal:contains(never flagged again)" },
        { content: "Yes", trigger: ".modal button:text(Not a Match)", run: "click" },
        { content: "Nothing left", trigger: ".o_view_nocontent:contains(No duplicate waits for a decision)" },
    ],
});

registry.category("web_tour.tours").add("import_duplicate_refused", {
    url: "/odoo/data-sync-duplicates",
    steps: () => [
        { content: "Nothing is shown", trigger: ".o_error_dialog, .modal:contains(Access Error)" },
    ],
});

registry.category("web_tour.tours").add("import_duplicate_scan", {
    url: "/odoo/data-sync-duplicates",
    steps: () => [
        { content: "Scan", trigger: "button[name=action_scan]", run: "click" },
        { content: "At all of them", trigger: ".modal:contains(Compare all contacts)" },
        { content: "Yes", trigger: ".modal button:text(Look for Duplicates)", run: "click" },
        { content: "It goes on by itself", trigger: ".o_notification:contains(in the background)" },
    ],
});
