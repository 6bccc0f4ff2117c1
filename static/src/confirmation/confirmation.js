import { Component, onMounted, useRef } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** The number that confirms what nothing brings back: known as it is typed, and Enter leads on to
 * the button that it sets free. */
export class Confirmation extends Component {
    static template = "registration_import.Confirmation";
    static props = { ...standardFieldProps };

    setup() {
        this.input = useRef("input");
        onMounted(() => this.input.el.focus({ preventScroll: true }));
    }

    get typed() {
        return (this.props.record.data[this.props.name] || "").trim();
    }

    get wanted() {
        return this.props.record.data.confirm_number;
    }

    get isRight() {
        return this.typed === this.wanted;
    }

    /** Not before as much was typed as the number is long. */
    get isWrong() {
        return !this.isRight && this.typed.length >= this.wanted.length;
    }

    onInput(ev) {
        this.props.record.update({ [this.props.name]: ev.target.value.trim() });
    }

    onKeydown(ev) {
        if (ev.key !== "Enter") {
            return;
        }
        ev.preventDefault();
        ev.stopPropagation();
        const dialog = this.input.el.closest(".modal");
        dialog?.querySelector("footer button[name=action_import]:not([disabled])")?.focus();
    }
}

registry.category("fields").add("registration_import_confirmation", {
    component: Confirmation,
    supportedTypes: ["char"],
    fieldDependencies: [
        { name: "confirm_number", type: "char" },
        { name: "confirm_text", type: "char" },
    ],
});
