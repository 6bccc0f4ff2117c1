import { registry } from "@web/core/registry";

import { choose, csv } from "./files";

const card = (name) => `.o_kanban_record:has(button[name=action_run]):contains(${name})`;
const state = (name) => `.o_statusbar_status .o_arrow_button_current:contains(${name})`;

const PARTICIPANTS = csv("participants.csv", [
    "Registration Code,Event Code,Attendee Name,Ticket,Team Code,Answer:Lunch",
    "T-1,RUN-31,Dora Duran,Patron,RUN-A,Fish",
    "T-2,RUN-31,Emil Ek,Standard,,Cake",
]);

registry.category("web_tour.tours").add("registration_import_participants", {
    url: "/odoo/data-sync-standard-operations",
    steps: () => [
        { content: "Run", trigger: `${card("Participants")} button[name=action_run]`, run: "click" },
        { content: "The wizard", trigger: ".modal-title:contains(Participants)" },
        { content: "Told of e-mails", trigger: ".modal:contains(Nobody is e-mailed)" },
        {
            content: "Choose the file",
            trigger: ".o_registration_import_drop_zone button:contains(Browse)",
            run: () => choose(PARTICIPANTS),
        },
        { content: "Upload", trigger: ".modal .o_registration_import_upload:enabled", run: "click" },
        { content: "Validate", trigger: ".modal button[name=action_validate]:enabled", run: "click" },
        { content: "Unfold the problem", trigger: ".modal button[aria-expanded=false]:contains(row 3)", run: "click" },
        { content: "What is wrong", trigger: ".modal .o_registration_import_value:contains(Cake)" },
        { content: "Import", trigger: ".modal button[name=action_import]:enabled", run: "click" },
        { content: "Done", trigger: state("Done") },
        { content: "One made", trigger: ".o_registration_import_created:contains(1)" },
    ],
});
