import { Component, xml } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** A value to read with others, smaller, below it: a list of many fields stays readable. */
export class TwoLinesField extends Component {
    static props = { ...standardFieldProps, below: { type: Array, element: String } };
    static template = xml`
        <div class="text-truncate" t-esc="text(props.name)" t-att-title="text(props.name)"/>
        <div class="text-truncate text-muted small" t-esc="below" t-att-title="below"/>
    `;

    get below() {
        return this.props.below.map((name) => this.text(name)).filter(Boolean).join(" · ");
    }

    text(name) {
        const value = this.props.record.data[name];
        return (value && value.display_name) || value || "";
    }
}

registry.category("fields").add("registration_import_two_lines", {
    component: TwoLinesField,
    displayName: _t("Two lines"),
    supportedTypes: ["char", "many2one"],
    extractProps: ({ options }) => ({ below: options.below }),
});
