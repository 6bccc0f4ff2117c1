import { Component, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { useRecordObserver } from "@web/model/relational_model/utils";
import { formatInteger } from "@web/views/fields/formatters";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

import { useMender } from "../mending/mender";
import { JOB, jobOf } from "../progress/progress";

const EMPTY = { count: 0, size: 0, lines: [] };

/** Errors, or warnings, of a job as one table in the order of the file, page by page. */
export class ProblemTable extends Component {
    static template = "registration_import.ProblemTable";
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.mender = useMender(this.props);
        this.format = formatInteger;
        this.state = useState({ level: "error", offset: 0, pages: { error: EMPTY, warning: EMPTY } });
        useRecordObserver((record) => this.start(record.data.problem_count));
    }

    get page() {
        return this.state.pages[this.state.level];
    }

    get last() {
        return this.state.offset + this.page.lines.length;
    }

    get url() {
        return `/registration_import/errors/${jobOf(this.props.record)}.csv`;
    }

    /** At once, or, of many rows, when it is written. */
    async take() {
        const job = jobOf(this.props.record);
        this.action.doAction(await this.orm.call(JOB, "action_errors_csv", [[job]]));
    }

    /** Asked for again whenever the number of problems changes, as it does when a job ends. */
    async start(count) {
        if (!jobOf(this.props.record)) {
            return;
        }
        for (const level of ["error", "warning"]) {
            this.state.pages[level] = count ? await this.fetch(level, 0) : EMPTY;
        }
        const { error, warning } = this.state.pages;
        this.state.level = warning.count && !error.count ? "warning" : "error";
        this.state.offset = 0;
    }

    /** Say what the value of one problem means here. */
    async addReferences(problem) {
        const job = jobOf(this.props.record);
        const action = await this.orm.call(JOB, "action_add_references", [[job]], { problem });
        await this.action.doAction(action);
    }

    fetch(level, offset) {
        return this.orm.call(JOB, "problem_page", [[jobOf(this.props.record)], level, offset]);
    }

    async show(level, offset = 0) {
        this.state.pages[level] = await this.fetch(level, offset);
        Object.assign(this.state, { level, offset });
    }
}

registry.category("view_widgets").add("registration_import_problem_table", {
    component: ProblemTable,
    fieldDependencies: [{ name: "problem_count", type: "integer" }],
});
