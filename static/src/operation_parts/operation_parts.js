import { Component, useEffect, xml } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { FormArchParser } from "@web/views/form/form_arch_parser";
import { FormRenderer } from "@web/views/form/form_renderer";
import { formView } from "@web/views/form/form_view";

const PART = "registration_import_part";

/** A part of which there is exactly one, such as the schedule of an operation, edited in place: its
 * own form stands among the fields of the record that it belongs to, and is saved with them. */
export class PartField extends Component {
    static components = { FormRenderer };
    static props = { ...standardFieldProps, archInfo: Object, mirror: Object };
    static template = xml`
        <FormRenderer t-if="part" t-key="part.id" record="part" archInfo="props.archInfo"/>
    `;

    setup() {
        // lines of a list are read only until somebody clicks them: this one never waits for that
        useEffect(
            (part, mode) => {
                if (part && part.config.mode !== mode) {
                    part.switchMode(mode);
                }
            },
            () => [this.part, this.props.record.isInEdition ? "edit" : "readonly"]
        );
        // the server is asked for computed values once the part is complete: what the other fields
        // hang on does not wait for that
        for (const [own, theirs] of Object.entries(this.props.mirror)) {
            useEffect(
                (value) => {
                    if (this.part && this.props.record.data[theirs] !== value) {
                        this.props.record.update({ [theirs]: value });
                    }
                },
                () => [this.part && this.part.data[own]]
            );
        }
    }

    get part() {
        return this.props.record.data[this.props.name].records[0];
    }
}

registry.category("fields").add(PART, {
    component: PartField,
    displayName: _t("The one line, in its form"),
    supportedTypes: ["one2many"],
    extractProps: ({ options, views }) => ({ archInfo: views.form, mirror: options.mirror || {} }),
});

/** One value of a part, as text: where cards and lists tell of it. */
export class PartTextField extends Component {
    static props = { ...standardFieldProps, field: String, type: String, icon: String, title: String };
    static template = xml`
        <t t-if="text">
            <i t-if="props.icon" t-attf-class="fa {{props.icon}} me-1" t-att-title="props.title"/>
            <t t-esc="text"/>
        </t>
    `;

    get text() {
        const part = this.props.record.data[this.props.name].records[0];
        const format = registry.category("formatters").get(this.props.type);
        return part ? format(part.data[this.props.field], { field: part.fields[this.props.field] }) : "";
    }
}

registry.category("fields").add("registration_import_part_text", {
    component: PartTextField,
    displayName: _t("A value of the one line"),
    supportedTypes: ["one2many"],
    relatedFields: ({ options }) => [{ name: options.field, type: options.type || "char" }],
    extractProps: ({ attrs, options }) => ({
        field: options.field,
        type: options.type || "char",
        icon: options.icon || "",
        title: attrs.title || "",
    }),
});

/** Tells the web client that parts are shown in their forms. The attribute mode="form", which does
 * the same, is unknown to Odoo's own Form for tests. */
class OperationArchParser extends FormArchParser {
    parse(xmlDoc, ...others) {
        for (const node of xmlDoc.querySelectorAll(`field[widget="${PART}"]`)) {
            node.setAttribute("mode", "form");
        }
        return super.parse(xmlDoc, ...others);
    }
}

registry.category("views").add("registration_import_operation_form", {
    ...formView,
    ArchParser: OperationArchParser,
});
