import { Component, useEffect, useRef, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { formatFloat, formatInteger } from "@web/views/fields/formatters";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

import { chosenFile } from "./chosen_file";
import { upload } from "./upload";

/** Bytes as the job shows them later. */
function sizeText(size) {
    if (size < 1024) {
        return `${size} B`;
    }
    if (size < 1024 ** 2) {
        return `${formatInteger(Math.round(size / 1024))} KB`;
    }
    return `${formatFloat(size / 1024 ** 2, { digits: [16, 1], trailingZeros: false })} MB`;
}

/** Drop a file or browse for it; its name and size are the confirmation. */
export class DropZone extends Component {
    static template = "registration_import.DropZone";
    static props = { ...standardFieldProps, label: { type: String, optional: true } };

    setup() {
        this.input = useRef("input");
        this.browse = useRef("browse");
        this.chosen = useState(chosenFile(this.props.record));
        this.state = useState({ over: false });
        // at first the form focuses its first field, while what is left to do is to browse
        useEffect(
            (file) => {
                browser.setTimeout(() => file || this.browse.el?.focus());
            },
            () => [this.chosen.file]
        );
    }

    get label() {
        return this.props.label || _t("Browse");
    }

    get extensions() {
        return this.props.record.data.extensions.split(",");
    }

    /** ".csv, .xlsx or .xls, smaller than 64 MB" */
    get rules() {
        const names = [...this.extensions];
        const last = names.pop();
        const type = names.length ? _t("%s or %s", names.join(", "), last) : last;
        const limit = sizeText(this.props.record.data.limit_size);
        return _t("%(type)s, smaller than %(limit)s", { type, limit });
    }

    get size() {
        return sizeText(this.chosen.file.size);
    }

    get percent() {
        return Math.round(this.chosen.sent * 100);
    }

    onDrop(ev) {
        this.state.over = false;
        const files = ev.dataTransfer?.files || [];
        if (files.length > 1) {
            this.refuse(_t("Drop one file: each import reads one."));
        } else if (files.length) {
            this.choose(files[0]);
        }
    }

    onChange(ev) {
        if (ev.target.files.length) {
            this.choose(ev.target.files[0]);
        }
        // the same file, mended, can be chosen again
        ev.target.value = "";
    }

    onLeave(ev) {
        if (!ev.currentTarget.contains(ev.relatedTarget)) {
            this.state.over = false;
        }
    }

    choose(file) {
        const limit = this.props.record.data.limit_size;
        if (!this.extensions.some((extension) => file.name.toLowerCase().endsWith(extension))) {
            return this.refuse(
                _t("“%(name)s” is another type of file: %(rules)s.", { name: file.name, rules: this.rules })
            );
        }
        if (limit && file.size >= limit) {
            return this.refuse(
                _t("“%(name)s” has %(size)s; the file must be smaller than %(limit)s.", {
                    name: file.name,
                    size: sizeText(file.size),
                    limit: sizeText(limit),
                })
            );
        }
        // one token for one choice: however often Upload is clicked, one import is made
        const token = `${Date.now()}-${Math.random().toString(36).slice(2)}`;
        Object.assign(this.chosen, { file, token, sent: 0, error: "" });
    }

    refuse(error) {
        Object.assign(this.chosen, { file: null, error });
    }

    remove() {
        this.refuse("");
    }
}

registry.category("fields").add("registration_import_drop_zone", {
    component: DropZone,
    supportedTypes: ["char"],
    extractProps: ({ attrs }) => ({ label: attrs.placeholder }),
    fieldDependencies: [
        { name: "extensions", type: "char" },
        { name: "limit_size", type: "integer" },
    ],
});

/** Sends the chosen file, with the separator chosen beside it, and opens the step that follows. */
export class UploadButton extends Component {
    static template = "registration_import.UploadButton";
    static props = {
        ...standardWidgetProps,
        label: { type: String, optional: true },
        goal: { type: String, optional: true },
    };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.button = useRef("button");
        this.chosen = useState(chosenFile(this.props.record));
        // the button to browse by is gone with the choice: what is left to do is to upload
        useEffect(
            (file) => {
                browser.setTimeout(() => file && this.button.el?.focus());
            },
            () => [this.chosen.file]
        );
    }

    get disabled() {
        return !this.chosen.file || this.chosen.busy || !this.props.record.data.operation_id;
    }

    get label() {
        return this.props.label || _t("Upload");
    }

    /** What goes with the file. */
    get values() {
        const { operation_id, file_separator, event_id } = this.props.record.data;
        const { file, token } = this.chosen;
        const values = {
            operation: operation_id.id,
            goal: this.props.goal || "draft",
            separator: file_separator || "",
            event: event_id?.id || "",
        };
        // the same file sent otherwise is another import
        const key = [token, ...Object.values(values)].join("-");
        return { ...values, token: key, ufile: file };
    }

    async send() {
        if (this.disabled) {
            return;
        }
        Object.assign(this.chosen, { busy: true, error: "" });
        const { job, error } = await upload(
            "/registration_import/upload",
            this.values,
            (part) => (this.chosen.sent = part)
        );
        if (job) {
            const method = "action_open_wizard";
            await this.action.doAction(
                await this.orm.call("registration.import.job", method, [[job]])
            );
        }
        Object.assign(this.chosen, { busy: false, sent: 0, error: error || "" });
    }
}

registry.category("view_widgets").add("registration_import_upload", {
    component: UploadButton,
    extractProps: ({ attrs }) => ({ label: attrs.string, goal: attrs.goal }),
});
