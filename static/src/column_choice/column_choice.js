import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** The column of the file that fills a field: always there to be chosen, by key as by mouse.
 *
 * The form that the list stands in has the columns (`column_choices`: id, name, first values).
 */
export class ColumnChoice extends Component {
    static template = "registration_import.ColumnChoice";
    static props = { ...standardFieldProps, placeholder: { type: String, optional: true } };

    get choices() {
        return this.props.record.evalContext.parent?.column_choices || [];
    }

    get columnId() {
        return this.props.record.data[this.props.name]?.id || false;
    }

    /** The first values of the chosen one stand beside it anyway. */
    text([id, name, samples]) {
        return samples && id !== this.columnId ? `${name} (${samples})` : name;
    }

    choose(id) {
        const [column] = this.choices.filter((choice) => String(choice[0]) === id);
        const value = column ? { id: column[0], display_name: column[1] } : false;
        return this.props.record.update({ [this.props.name]: value });
    }
}

registry.category("fields").add("registration_import_column", {
    component: ColumnChoice,
    supportedTypes: ["many2one"],
    fieldDependencies: [{ name: "title", type: "char" }],
    extractProps: ({ placeholder }) => ({ placeholder }),
});
