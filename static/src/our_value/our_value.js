import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { useInputField } from "@web/views/fields/input_field_hook";
import { Many2One } from "@web/views/fields/many2one/many2one";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** A value of ours: chosen from a list, typed, or taken from a record that the person picks. */
export class OurValue extends Component {
    static template = "registration_import.OurValue";
    static components = { Many2One };
    static props = { ...standardFieldProps, placeholder: { type: String, optional: true } };

    setup() {
        this.orm = useService("orm");
        useInputField({ getValue: () => this.value, refName: "input" });
    }

    get value() {
        return this.props.record.data[this.props.name] || "";
    }

    get meaning() {
        return this.props.record.data.meaning || "";
    }

    get choices() {
        return this.props.record.data.choices || [];
    }

    get recordModel() {
        return this.props.record.data.record_model;
    }

    get pickerProps() {
        const named = this.value && this.meaning;
        return {
            relation: this.recordModel,
            value: named ? { id: 0, display_name: this.meaning } : false,
            update: (picked) => this.pick(picked),
            domain: () => this.props.record.data.record_domain || [],
            canCreate: false,
            canCreateEdit: false,
            canQuickCreate: false,
            canOpen: false,
            placeholder: this.props.placeholder || "",
        };
    }

    choose(value) {
        return this.props.record.update({ [this.props.name]: value });
    }

    async pick(picked) {
        const { record } = this.props;
        const text = picked
            ? await this.orm.call(record.resModel, "our_value", [record.data.type, picked.id])
            : "";
        await this.choose(text);
    }
}

registry.category("fields").add("registration_import_our_value", {
    component: OurValue,
    supportedTypes: ["char"],
    fieldDependencies: [
        { name: "type", type: "selection" },
        { name: "choices", type: "json" },
        { name: "record_model", type: "char" },
        { name: "record_domain", type: "json" },
        { name: "meaning", type: "char" },
    ],
    extractProps: ({ attrs, placeholder }) => ({ placeholder: placeholder || attrs.placeholder }),
});
