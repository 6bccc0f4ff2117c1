import { registry } from "@web/core/registry";

import { choose, csv } from "./files";

const card = (name) => `.o_kanban_record:has(button[name=action_run]):contains(${name})`;
const state = (name) => `.o_statusbar_status .o_arrow_button_current:contains(${name})`;

const GIFTS = csv("gifts.csv", [
    "MEMBER_ID,AMOUNT,DATE,REFERENCE,METHOD,PURPOSE",
    "00123,250.00,2026-01-31,T-GIFT-1,Cash,Winter appeal",
    "00124,-40,2026-01-31,T-GIFT-2,,",
]);

registry.category("web_tour.tours").add("registration_import_gifts", {
    url: "/odoo/data-sync-standard-operations",
    steps: () => [
        { content: "Run", trigger: `${card("Gift Upload")} button[name=action_run]`, run: "click" },
        { content: "The wizard", trigger: ".modal-title:contains(Gift Upload)" },
        { content: "Told how it is known again", trigger: ".modal:contains(names the gift for ever)" },
        {
            content: "Choose the file",
            trigger: ".o_registration_import_drop_zone button:contains(Browse)",
            run: () => choose(GIFTS),
        },
        { content: "Upload", trigger: ".modal .o_registration_import_upload:enabled", run: "click" },
        { content: "Validate", trigger: ".modal button[name=action_validate]:enabled", run: "click" },
        { content: "Unfold the problem", trigger: ".modal button[aria-expanded=false]:contains(row 3)", run: "click" },
        { content: "What is wrong", trigger: ".modal .o_registration_import_value:contains(-40)" },
        { content: "Import", trigger: ".modal button[name=action_import]:enabled", run: "click" },
        { content: "Done", trigger: state("Done") },
        { content: "One made", trigger: ".o_registration_import_created:contains(1)" },
        { content: "Open the gift", trigger: "button[name=action_open_records]", run: "click" },
        { content: "The list", trigger: ".o_data_row:contains(T-GIFT-1) .o_data_cell[name=reference]", run: "click" },
        { content: "Made", trigger: ".o_form_view [name=state]:contains(Made)" },
    ],
});
