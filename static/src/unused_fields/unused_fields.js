import { Component, useEffect, useRef, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { formatInteger } from "@web/views/fields/formatters";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

// As many fields without a column do not hide those that have one.
const FEW = 3;
const FOLDED = "o_registration_import_folded";

/** Below a mapping: shows the fields that no column fills, which are hidden at first where they are many. */
export class UnusedFields extends Component {
    static template = "registration_import.UnusedFields";
    static props = { ...standardWidgetProps };

    setup() {
        this.root = useRef("root");
        this.format = formatInteger;
        this.state = useState({ open: false });
        useEffect(
            (isFolded) => {
                this.root.el.parentElement.parentElement.classList.toggle(FOLDED, isFolded);
            },
            () => [this.isMany && !this.state.open]
        );
    }

    get count() {
        const lines = this.props.record.data.line_ids?.records || [];
        return lines.filter(({ data }) => data.is_unused).length;
    }

    get isMany() {
        return this.count > FEW;
    }
}

registry.category("view_widgets").add("registration_import_unused_fields", { component: UnusedFields });
