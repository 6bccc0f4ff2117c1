import { registry } from "@web/core/registry";

import { choose, csv } from "./files";

const tours = registry.category("web_tour.tours");
const FILE = csv("first.csv", [
    "Registration Code,Session Code,Instance Code,Registration Session Status",
    "1234-55-122,Demo,Demo_7592,Registered",
]);

/** The tour for people, with somebody who chooses a file where it says so. */
tours.add("registration_import_first_with_file", {
    url: "/odoo",
    steps: () => [
        {
            trigger: "body",
            run: () => document.body.addEventListener("click", ({ target }) => target.matches("input[type=file]") && choose(FILE)),
        },
        ...tours.get("registration_import_first").steps(),
    ],
});
