import { Component, useEffect, useRef, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { useRecordObserver } from "@web/model/relational_model/utils";
import { formatInteger } from "@web/views/fields/formatters";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

import { bodyOfDialog, focusWithin } from "../kept_focus/kept_focus";
import { LastAnswer } from "../last_answer/last_answer";
import { JOB, jobOf } from "../progress/progress";

const EMPTY = { values: [], choices: {}, mapped: [], may_share: false };
const SCOPES = [
    ["user", _t("For me, in the next files, too")],
    ["job", _t("For this import alone")],
];
const SHARED = ["operation", _t("For all who use this operation")];

/** The values of a file that nobody knows, each with what it is to be read as: once for all rows. */
export class Values extends Component {
    static template = "registration_import.Values";
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.root = useRef("root");
        this.format = formatInteger;
        this.answers = new LastAnswer(() => this.state.busy);
        this.state = useState({ page: EMPTY, chosen: {}, scope: "user", busy: false, left: false, spoken: "" });
        useRecordObserver((record) => this.load(record.data.step, record.data.problem_count));
        // what was pressed may be gone: to what is left here, and can be used again once it is drawn
        useEffect(
            (left) => left && this.focusRest(),
            () => [this.state.left]
        );
    }

    focusRest() {
        this.state.left = false;
        focusWithin(this.root.el, bodyOfDialog(this.root.el));
    }

    get job() {
        return jobOf(this.props.record);
    }

    get page() {
        return this.state.page;
    }

    get scopes() {
        return this.page.may_share ? [...SCOPES, SHARED] : SCOPES;
    }

    get count() {
        return this.page.values.filter((value) => this.ours(value)).length;
    }

    ours(value) {
        return (this.state.chosen[this.key(value)] || "").trim();
    }

    key(value) {
        return `${value.field} ${value.text}`;
    }

    choices(value) {
        return this.page.choices[value.field] || [];
    }

    async load(step) {
        if (this.state.busy) {
            return;
        }
        const shown = step === "report" && this.job;
        const page = shown ? this.orm.call(JOB, "values_page", [[this.job]]) : EMPTY;
        await this.answers.take(page, (answer) => this.show(answer));
    }

    show(page) {
        this.state.page = page;
        const values = this.page.values.map((value) => [this.key(value), value.suggested]);
        this.state.chosen = Object.fromEntries(values);
        if (this.isMapped) {
            this.isMapped = false;
            Object.assign(this.state, { spoken: this.said(values.length), left: true });
        }
    }

    choose(value, ours) {
        this.state.chosen[this.key(value)] = ours;
    }

    async apply() {
        const meanings = {};
        for (const value of this.page.values) {
            const ours = this.ours(value);
            if (ours) {
                meanings[value.field] = { ...meanings[value.field], [value.text]: ours };
            }
        }
        await this.map(meanings, this.state.scope);
    }

    said(left) {
        if (!left) {
            return _t("Every value is known now.");
        }
        return left === 1 ? _t("1 value is left.") : _t("%s values are left.", formatInteger(left));
    }

    /** Where it was kept for others, it is taken back for them as well. */
    async takeBack({ field, text }) {
        const scope = this.page.may_share ? "operation" : "user";
        await this.map({ [field]: { [text]: "" } }, scope);
    }

    async map(meanings, scope) {
        const record = this.props.record;
        this.state.busy = true;
        try {
            await record.save();
            await this.orm.call(JOB, "map_values", [[this.job], meanings, scope]);
            await this.orm.call(record.resModel, "refresh", [[record.resId]]);
            await record.load();
        } finally {
            this.state.busy = false;
        }
        // another answer may take the place of this one: what came of it is told with what is shown
        this.isMapped = true;
        await this.load(record.data.step);
    }
}

registry.category("view_widgets").add("registration_import_values", {
    component: Values,
    fieldDependencies: [
        { name: "problem_count", type: "integer" },
        { name: "step", type: "selection" },
    ],
});
