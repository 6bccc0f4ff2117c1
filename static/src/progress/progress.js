import { Component, onWillUnmount, useEffect, useRef, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { useRecordObserver } from "@web/model/relational_model/utils";
import { formatInteger } from "@web/views/fields/formatters";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { focusResult } from "../kept_focus/kept_focus";

/** Milliseconds between two questions: so many in the end, and after the first one. */
const INTERVAL = 2000;
const AT_FIRST = 300;
export const JOB = "registration.import.job";

/** The outcomes in the order in which people read them; those of a plan say what would be. */
const OUTCOMES = [
    ["created", _t("Created"), _t("New")],
    ["updated", _t("Updated"), _t("Changed")],
    ["unchanged", _t("Unchanged"), _t("Unchanged")],
    ["removed", _t("Removed"), _t("To remove")],
    ["skipped", _t("Skipped"), _t("Skipped")],
    ["invalid", _t("Invalid"), _t("With problems")],
    ["failed", _t("Failed"), _t("Failed")],
    ["not_processed", _t("Not processed"), _t("Not processed")],
];

/** The job of a record: the record itself, or the one its wizard is about. */
export function jobOf(record) {
    return record.resModel === JOB ? record.resId : record.data.job_id?.id;
}

/** Bar, counts, rate and time left of a job: asked for while it is live, often at first. */
export class Progress extends Component {
    static template = "registration_import.Progress";
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ job: null, spoken: "", rate: 0 });
        this.root = useRef("root");
        // what began this is gone: a button with the state of the job, a wizard with its end
        useEffect(
            () => this.isOwnScreen && focusResult(this.root.el),
            () => [this.state.job]
        );
        // asked again when a button has changed the state of the job, or the wizard its step
        useRecordObserver((record) => this.ask(record.data.state || record.data.step));
        onWillUnmount(() => this.stop());
    }

    stop() {
        this.stopped = true;
        browser.clearTimeout(this.timer);
    }

    /** What is watched: a job, unless another model gives its own ``progress``. */
    get model() {
        return JOB;
    }

    /** Whether what is watched has the screen to itself: a wizard knows where its focus goes. */
    get isOwnScreen() {
        return this.props.record.resModel === this.model;
    }

    get watched() {
        return jobOf(this.props.record);
    }

    async ask() {
        const id = this.watched;
        if (!id) {
            return;
        }
        browser.clearTimeout(this.timer);
        const before = this.state.job;
        let job;
        try {
            job = await this.orm.silent.call(this.model, "progress", [[id]]);
        } catch (error) {
            if (!before?.live) {
                throw error;
            }
            // a server that restarts answers again later
            job = before;
        }
        if (this.stopped) {
            return;
        }
        this.take(job);
        if (job.live) {
            browser.clearTimeout(this.timer);
            this.timer = browser.setTimeout(() => this.ask(), this.pause());
        }
        // what is quickly done has ended before it was first asked for
        const known = before?.id === job.id ? before.state : this.props.record.data.state;
        if (known && known !== job.state) {
            await this.reload();
        }
    }

    /** A quarter of the time for which this phase is seen: what is soon done is soon known. */
    pause() {
        const seen = Date.now() - 1000 * this.first.time;
        return Math.min(INTERVAL, Math.max(AT_FIRST, seen / 4));
    }

    take(job) {
        job.id = this.watched;
        this.measure(job);
        this.state.job = job;
        this.state.spoken = job.live ? this.spokenProgress(job) : this.spokenEnd(job);
    }

    spokenProgress(job) {
        const percent = Math.floor(this.percent / 10) * 10;
        const isUnderWay = job.total && job.done < job.total;
        return isUnderWay ? _t("%(state)s, %(percent)s%", { state: job.label, percent }) : job.label;
    }

    /** What came of it: "Validated: 3 New, 5 With problems". */
    spokenEnd(job) {
        const counts = this.counts.map(({ count, label }) => `${count} ${label}`).join(", ");
        return counts ? _t("%(state)s: %(counts)s", { state: job.label, counts }) : job.label;
    }

    /** Rows a second since this phase was first seen: what was done before is no measure. */
    measure(job) {
        const now = Date.now() / 1000;
        if (this.first?.state !== job.state || this.first.done > job.done) {
            this.first = { state: job.state, done: job.done, time: now };
        }
        const seconds = now - this.first.time;
        const seen = job.done - this.first.done;
        this.state.rate = seconds > 1 && seen ? seen / seconds : 0;
    }

    async reload() {
        const { record } = this.props;
        if (!this.isOwnScreen) {
            await this.orm.call(record.resModel, "refresh", [[record.resId]]);
        }
        await record.load();
    }

    get percent() {
        const { done, total } = this.state.job;
        return total ? Math.min(100, Math.floor((100 * done) / total)) : 0;
    }

    /** Reading tells no rows before it is through, nor does the report: the bar has no measure. */
    get isMeasured() {
        const { state, total, done } = this.state.job;
        return ["validating", "running"].includes(state) && total && done < total;
    }

    get line() {
        const { job, rate } = this.state;
        const parts = [];
        if (job.total) {
            const numbers = { done: formatInteger(job.done), total: formatInteger(job.total) };
            parts.push(_t("%(done)s of %(total)s rows", numbers));
        }
        if (rate && job.done < job.total) {
            parts.push(_t("%s rows a second", formatInteger(Math.round(rate))));
            parts.push(this.timeLeft((job.total - job.done) / rate));
        }
        return parts.join(" · ");
    }

    timeLeft(seconds) {
        if (seconds < 10) {
            return _t("a few seconds left");
        }
        if (seconds < 90) {
            return _t("about %s seconds left", Math.ceil(seconds / 10) * 10);
        }
        return _t("about %s minutes left", Math.ceil(seconds / 60));
    }

    get counts() {
        const planned = ["draft", "validating", "validated"].includes(this.state.job.state);
        return OUTCOMES.filter(([name]) => this.state.job.counts[name]).map(
            ([name, done, plan]) => ({
                name,
                label: planned ? plan : done,
                count: formatInteger(this.state.job.counts[name]),
                opens: !planned && this.props.record.resModel === JOB,
            })
        );
    }

    async open(outcome) {
        const id = jobOf(this.props.record);
        this.action.doAction(await this.orm.call(JOB, "open_outcomes", [[id], [outcome]]));
    }
}

registry.category("view_widgets").add("registration_import_progress", {
    component: Progress,
});
