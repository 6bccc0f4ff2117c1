import { Component, xml } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { BadgeField, badgeField } from "@web/views/fields/badge/badge_field";
import { SelectionField, selectionField } from "@web/views/fields/selection/selection_field";

/** A badge to look at and a drop-down to change it: Odoo's own badge cannot be edited in a list. */
export class EditableBadgeField extends Component {
    static components = { BadgeField, SelectionField };
    static props = { ...SelectionField.props, decorations: BadgeField.props.decorations };
    static template = xml`
        <BadgeField t-if="props.readonly" t-props="badgeProps"/>
        <SelectionField t-else="" t-props="selectionProps"/>
    `;

    get badgeProps() {
        return this.pick(BadgeField);
    }

    get selectionProps() {
        return this.pick(SelectionField);
    }

    pick(component) {
        const given = Object.entries(this.props);
        return Object.fromEntries(given.filter(([name]) => name in component.props));
    }
}

registry.category("fields").add("editable_badge", {
    ...selectionField,
    component: EditableBadgeField,
    displayName: _t("Editable badge"),
    supportedTypes: ["selection"],
    extractProps: (fieldInfo, dynamicInfo) => ({
        ...selectionField.extractProps(fieldInfo, dynamicInfo),
        decorations: badgeField.extractProps(fieldInfo).decorations,
    }),
});
