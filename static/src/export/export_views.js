import { onWillStart } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { KanbanController } from "@web/views/kanban/kanban_controller";
import { kanbanView } from "@web/views/kanban/kanban_view";
import { ListController } from "@web/views/list/list_controller";
import { listView } from "@web/views/list/list_view";

import { ExportButton, mayExport, useExport } from "./export_button";

/**
 * A controller whose banner of selected records has a button Export; Odoo's own entry Export gives
 * way to it, in the action menu of a small screen too, where the banner has no room for a button.
 */
const withExport = (Controller, template) =>
    class extends Controller {
        static template = template;
        static components = { ...Controller.components, ExportButton };

        setup() {
            super.setup();
            this.exportSelection = useExport();
            onWillStart(async () => {
                this.mayExport = await mayExport();
            });
        }

        getStaticActionMenuItems() {
            const items = super.getStaticActionMenuItems();
            Object.assign(items.export, {
                isAvailable: () => this.mayExport && this.env.isSmall,
                callback: () => this.exportSelection(this.model.root),
            });
            return items;
        }
    };

registry.category("views").add("registration_import_export_list", {
    ...listView,
    Controller: withExport(ListController, "registration_import.ExportListView"),
});

registry.category("views").add("registration_import_export_kanban", {
    ...kanbanView,
    Controller: withExport(KanbanController, "registration_import.ExportKanbanView"),
});
