import { press } from "@odoo/hoot-dom";
import { registry } from "@web/core/registry";

import { choose, csv } from "./files";

const FILE = csv("keys.csv", [
    "Registration Code,Session Code,Instance Code,Registration Session Status",
    "1234-55-122,Demo,Demo_7592,Registered",
    "nobody,Knote,Knote_7608,Registered",
]);
// more than any step has to reach by Tab
const FAR = 60;

/** From wherever the focus is to what is meant, by Tab alone; then Enter there. */
function tabTo(content, selector, key = "Enter") {
    const isThere = () => document.activeElement?.matches(selector);
    return {
        content,
        trigger: `.modal ${selector}`,
        run: async () => {
            for (let tabs = 0; tabs < FAR && !isThere(); tabs++) {
                await press("Tab");
            }
            if (!isThere()) {
                throw new Error(`Tab does not reach ${selector}`);
            }
            if (key) {
                await press(key);
            }
        },
    };
}

registry.category("web_tour.tours").add("registration_import_keyboard", {
    url: "/odoo/action-registration_import.registration_import_wizard_action",
    steps: () => [
        {
            content: "The focus is on what comes first, and Enter opens the browser's own window",
            trigger: ".modal .o_registration_import_drop_zone button:focus",
            run: async () => {
                const input = document.querySelector(".o_registration_import_drop_zone input[type=file]");
                const opened = new Promise((resolve) => input.addEventListener("click", resolve, { once: true }));
                await press("Enter");
                await opened;
                choose(FILE);
            },
        },
        { content: "It is on what comes next", trigger: ".modal .o_registration_import_upload:focus", run: "press Enter" },
        tabTo("The mapping can be reached", ".o_registration_import_mapping td[name=column_id] select", ""),
        tabTo("Validate", "button[name=action_validate]"),
        {
            content: "What was found is said aloud",
            trigger: ".modal .o_registration_import_progress [role=status]:contains(1 New, 1 With problems)",
        },
        tabTo("Back to the columns", "button[name=action_back_to_map]"),
        { content: "The focus is in that step", trigger: ".modal .modal-body .o_registration_import_pickers select:focus" },
        tabTo("Validate again", "button[name=action_validate]"),
        { content: "And in the report", trigger: ".modal .modal-body:contains(Mend here) :focus" },
        tabTo("The wrong cell", "tr[data-row='3'] button.o_error"),
        { content: "What it should say", trigger: ".modal tr[data-row='3'] input:focus", run: "edit 4321-55-111" },
        { content: "That is all", trigger: ".modal tr[data-row='3'] input:focus", run: "press Enter" },
        { content: "It is said aloud", trigger: ".modal .o_registration_import_mending [role=status]:contains(Row 3: it goes in)" },
        tabTo("Import", "button[name=action_import]:enabled"),
        { content: "It is done", trigger: ".o_statusbar_status .o_arrow_button_current:contains(Done)" },
        {
            content: "Which is said aloud",
            trigger: ".o_registration_import_progress [role=status]:contains(Done: 2 Created)",
        },
        { content: "Tab goes on from there", trigger: ".o_registration_import_progress:focus" },
    ],
});
