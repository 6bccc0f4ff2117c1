import { Component, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { useRecordObserver } from "@web/model/relational_model/utils";
import { formatInteger } from "@web/views/fields/formatters";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

import { useMender } from "../mending/mender";
import { JOB, jobOf } from "../progress/progress";

/** The problems of a job by what is wrong; each unfolds to its rows and opens as a list. */
export class Problems extends Component {
    static template = "registration_import.Problems";
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.mender = useMender(this.props);
        this.state = useState({ groups: [], lines: {} });
        this.format = formatInteger;
        useRecordObserver((record) => this.load(record.data.problem_count));
    }

    get job() {
        return jobOf(this.props.record);
    }

    get canOpen() {
        return this.props.record.resModel === JOB;
    }

    /** Asked for again whenever the number of problems changes, as it does when a job ends. */
    async load(count) {
        this.state.groups = count ? await this.orm.call(JOB, "problem_groups", [[this.job]]) : [];
        this.state.lines = {};
    }

    key(group) {
        return `${group.level}-${group.code}`;
    }

    async toggle(group) {
        const key = this.key(group);
        if (this.state.lines[key]) {
            delete this.state.lines[key];
        } else {
            const arguments_ = [[this.job], group.code, group.level];
            this.state.lines[key] = await this.orm.call(JOB, "problem_lines", arguments_);
        }
    }

    /** Say what values mean that have no cross-reference: of one problem, or of all. */
    async addReferences(problem = false) {
        const action = await this.orm.call(JOB, "action_add_references", [[this.job]], { problem });
        await this.action.doAction(action);
    }

    async open(group) {
        this.action.doAction(await this.orm.call(JOB, "open_problems", [[this.job], group.code]));
    }
}

registry.category("view_widgets").add("registration_import_problems", {
    component: Problems,
    fieldDependencies: [{ name: "problem_count", type: "integer" }],
});

/** Links to the rows that are not imported, as files to mend and upload again. */
export class ErrorFiles extends Component {
    static template = "registration_import.ErrorFiles";
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
    }

    async uploadMended() {
        const job = jobOf(this.props.record);
        this.action.doAction(await this.orm.call(JOB, "action_upload_mended", [[job]]));
    }

    /** At once, or, of many rows, when it is written. */
    async take(extension) {
        const job = jobOf(this.props.record);
        this.action.doAction(await this.orm.call(JOB, `action_errors_${extension}`, [[job]]));
    }

    url(extension) {
        return `/registration_import/errors/${jobOf(this.props.record)}.${extension}`;
    }
}

registry.category("view_widgets").add("registration_import_error_files", { component: ErrorFiles });
