import { Component, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

/** How to prepare a file, in a sidebar beside the step one is at. */
export class Tips extends Component {
    static template = "registration_import.Tips";
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.state = useState({ open: false, tips: null });
    }

    async toggle() {
        this.state.open = !this.state.open;
        if (this.state.open && !this.state.tips) {
            const { id } = this.props.record.data.operation_id;
            this.state.tips = await this.orm.call("registration.import.operation", "tips", [[id]]);
        }
    }
}

registry.category("view_widgets").add("registration_import_tips", {
    component: Tips,
    fieldDependencies: [
        { name: "operation_id", type: "many2one", relation: "registration.import.operation" },
    ],
});
