import { Component, xml } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** One of two values of a line, to be chosen with a click: the other is crossed out. As long as
 * nobody has chosen, both stand there to be read. */
export class ChosenField extends Component {
    static props = { ...standardFieldProps, side: String, locked: Boolean };
    static template = xml`
        <label class="d-flex gap-2 mb-0 o_registration_import_chosen" t-att-class="{ 'o_chosen': isChosen, 'o_open': !props.locked }">
            <input type="radio" class="form-check-input flex-shrink-0" t-att-checked="isChosen"
                   t-att-name="name" t-att-aria-label="label" t-att-disabled="props.locked"
                   t-on-change="choose"/>
            <bdi t-if="value" class="text-break" t-att-class="look" t-esc="value"/>
            <em t-else="" class="text-muted">empty</em>
        </label>`;

    get value() {
        return this.props.record.data[this.props.name] || "";
    }

    get isChosen() {
        return this.props.record.data.side === this.props.side;
    }

    get look() {
        if (this.isChosen) {
            return "fw-bold";
        }
        return this.props.record.data.side ? "text-muted text-decoration-line-through" : "";
    }

    /** Both radio buttons of a line are of one group. */
    get name() {
        return `side_${this.props.record.id}`;
    }

    get label() {
        const value = this.value || _t("empty");
        return `${this.props.record.data.label}: ${value}`;
    }

    choose() {
        this.props.record.update({ side: this.props.side });
    }
}

registry.category("fields").add("registration_import_chosen", {
    component: ChosenField,
    displayName: _t("Chosen value"),
    supportedTypes: ["char"],
    fieldDependencies: [
        { name: "side", type: "selection" },
        { name: "label", type: "char" },
    ],
    // outside of a line that is edited all fields are read only: what counts is what the view says
    extractProps: ({ options }, { readonly }) => ({ side: options.side, locked: readonly }),
});
