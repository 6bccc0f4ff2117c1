import { Component, markup, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { useRecordObserver } from "@web/model/relational_model/utils";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

/** What people look for, and of which planned rows there may be some. */
const SORTS = [
    ["all", _t("All changes")],
    ["created", _t("New")],
    ["updated", _t("Changed")],
    ["removed", _t("To remove")],
    ["warned", _t("With warnings")],
];

const FIRST = { sort: "all", field: "", trail: [], position: 0 };

/** Rows of the plan that would change something, page by page to the end of the file. */
export class Changes extends Component {
    static template = "registration_import.Changes";
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.sorts = SORTS;
        this.state = useState({ ...FIRST, html: "", next: 0, fields: [], busy: false });
        useRecordObserver((record) => this.start(record.data));
    }

    /** The first page is there with the record. */
    start({ changes, changes_next, changed_fields }) {
        const first = { html: changes || "", next: changes_next, fields: changed_fields || [] };
        Object.assign(this.state, FIRST, first);
    }

    /** Another page, or others rows: what is not said stays as it is. */
    async show(wanted) {
        const { resModel, resId } = this.props.record;
        const { sort, field, position, trail } = { ...this.state, ...wanted };
        this.state.busy = true;
        try {
            const page = await this.orm.call(resModel, "changes_page", [[resId], sort, position, field]);
            Object.assign(this.state, { sort, field, position, trail, html: markup(page.html), next: page.next });
        } finally {
            this.state.busy = false;
        }
    }

    look(wanted) {
        return this.show({ position: 0, trail: [], ...wanted });
    }

    goOn() {
        return this.show({ position: this.state.next, trail: [...this.state.trail, this.state.position] });
    }

    goBack() {
        const trail = [...this.state.trail];
        return this.show({ position: trail.pop(), trail });
    }
}

registry.category("view_widgets").add("registration_import_changes", {
    component: Changes,
    fieldDependencies: [
        { name: "changed_fields", type: "json" },
        { name: "changes", type: "html" },
        { name: "changes_next", type: "integer" },
    ],
});
