import { markup } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";

const step = (trigger, content, tooltipPosition = "bottom") => ({
    trigger,
    content: markup(content),
    tooltipPosition,
    run: "click",
});

/** A first import, offered to who is new as the tours of Odoo are: from the menu to what became of it. */
registry.category("web_tour.tours").add("registration_import_first", {
    url: "/odoo",
    steps: () => [
        {
            ...step(".o_navbar_apps_menu button:enabled", _t("All apps are <b>behind this button</b>.")),
            // Odoo's own step for it is for tests alone: people would be shown nothing
            isActive: ["community", "desktop"],
        },
        step(".o_app[data-menu-xmlid='event.event_main_menu']", _t("Import a file of <b>session instances</b>: it begins here.")),
        step(
            ".o_menu_sections [data-menu-xmlid='registration_import.menu_registrations']",
            _t("Imports of registrations are <b>in this menu</b>.")
        ),
        step(
            ".dropdown-item[data-menu-xmlid='registration_import.menu_registration_import']",
            _t("<b>Import</b> opens it: you see all before anything is changed."),
            "right"
        ),
        step(
            ".modal .o_registration_import_drop_zone:not(.o_chosen) button",
            _t("Drop <b>your file</b> here, or browse for it. One of the sample files beside it will do.")
        ),
        step(".modal .o_registration_import_upload:enabled", _t("<b>Upload it</b>: nothing is imported by that."), "top"),
        step(
            ".modal button[name='action_validate']:enabled",
            _t("Which column fills which field is known already. Now let <b>all rows be checked</b>."),
            "top"
        ),
        step(
            ".modal button.btn-primary[name='action_import']:enabled",
            _t("This is what would change. <b>Import it</b>: each row gets an outcome, and an import can be undone."),
            "top"
        ),
        {
            trigger: ".o_form_view .o_registration_import_progress",
            content: _t("What became of each row: click a number to see the rows."),
        },
    ],
});
