import { Component } from "@odoo/owl";
import { DropdownItem } from "@web/core/dropdown/dropdown_item";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { useService } from "@web/core/utils/hooks";
import { STATIC_ACTIONS_GROUP_NUMBER } from "@web/search/action_menus/action_menus";

const GROUPS = ["event.group_event_user", "registration_import.group_import_registration_data"];

/** "Import session instances" in the action menu of the list of registrations. */
export class ImportSessionInstances extends Component {
    static template = "registration_import.ImportSessionInstances";
    static components = { DropdownItem };
    static props = {};

    setup() {
        this.action = useService("action");
    }

    open() {
        return this.action.doAction("registration_import.registration_import_wizard_action");
    }
}

registry.category("cogMenu").add(
    "registration-import-session-instances",
    {
        Component: ImportSessionInstances,
        groupNumber: STATIC_ACTIONS_GROUP_NUMBER,
        isDisplayed: async ({ config, searchModel }) =>
            searchModel.resModel === "event.registration" &&
            config.actionType === "ir.actions.act_window" &&
            ["kanban", "list"].includes(config.viewType) &&
            (await Promise.all(GROUPS.map((group) => user.hasGroup(group)))).includes(true),
    },
    { sequence: 2 }
);
