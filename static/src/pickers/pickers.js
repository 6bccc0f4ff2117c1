import { Component, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** Hands a choice about the file to the wizard, which reads the file again at once. */
function useReread(props) {
    const orm = useService("orm");
    const state = useState({ busy: false });
    async function reread(name, value) {
        const { record } = props;
        state.busy = true;
        try {
            await record.update({ [name]: value });
            await record.save();
            await orm.call(record.resModel, "action_reread", [[record.resId]]);
            await record.load();
        } finally {
            state.busy = false;
        }
    }
    return { state, reread };
}

/** A choice among what fits this very file; shown only where there is one. */
export class Picker extends Component {
    static template = "registration_import.Picker";
    static props = { ...standardFieldProps };

    setup() {
        Object.assign(this, useReread(this.props));
    }

    /** With the mouse a choice is made at once; with keys one passes others on the way to it, so it is
     * made when the person goes on. */
    onChange(ev) {
        this.chosen = ev.target.value;
        if (!this.byKeys) {
            this.apply();
        }
    }

    onKeydown(ev) {
        this.byKeys = true;
        if (ev.key === "Enter") {
            this.apply();
        }
    }

    apply() {
        const { chosen } = this;
        this.chosen = undefined;
        if (chosen !== undefined && chosen !== this.value) {
            return this.reread(this.props.name, chosen);
        }
    }

    get choices() {
        return this.props.record.data.choices?.[this.props.name] || [];
    }

    get label() {
        return this.props.record.fields[this.props.name].string;
    }

    get value() {
        return this.props.record.data[this.props.name] || "";
    }

    get isKnown() {
        return this.choices.some(([value]) => value === this.value);
    }
}

registry.category("fields").add("registration_import_picker", {
    component: Picker,
    supportedTypes: ["char"],
    fieldDependencies: [{ name: "choices", type: "json" }],
});

/** What the file would say in each encoding: the person who knows the names chooses. */
export class Encodings extends Component {
    static template = "registration_import.Encodings";
    static props = { ...standardFieldProps };

    setup() {
        Object.assign(this, useReread(this.props));
    }

    get encodings() {
        return this.props.record.data[this.props.name] || [];
    }
}

registry.category("fields").add("registration_import_encodings", {
    component: Encodings,
    supportedTypes: ["json"],
    fieldDependencies: [{ name: "encoding", type: "char" }],
});
