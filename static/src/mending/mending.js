import { Component, useEffect, useRef, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useBus, useService } from "@web/core/utils/hooks";
import { useRecordObserver } from "@web/model/relational_model/utils";
import { formatInteger } from "@web/views/fields/formatters";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

import { LastAnswer } from "../last_answer/last_answer";
import { MEND } from "./mender";
import { JOB, jobOf } from "../progress/progress";

const EMPTY = { count: 0, size: 0, wrong: 0, columns: [], rows: [] };
// As many columns are shown at once; of more, those that say which record it is, and what is wrong.
const FEW_COLUMNS = 6;
const NAMING_COLUMNS = 2;

/** The rows with errors of a validated job: a click on a cell, a text, and the row is checked again. */
export class Mending extends Component {
    static template = "registration_import.Mending";
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.root = useRef("root");
        this.input = useRef("input");
        this.format = formatInteger;
        // nothing changes below whoever types
        this.answers = new LastAnswer(() => this.isHeld);
        this.state = useState({ page: EMPTY, offset: 0, all: false, cell: null, busy: false, left: null, sought: null, spoken: "" });
        this.place = this.props.record.context.registration_import_place;
        useRecordObserver((record) => this.start(record.data.step, record.data.problem_count));
        useBus(this.env.bus, MEND, ({ detail }) => this.goTo(detail));
        // what is typed stays, whatever else is drawn anew meanwhile
        useEffect(
            (input) => {
                if (input?.matches("input")) {
                    input.value = this.state.cell.text;
                    input.select();
                }
                input?.focus();
            },
            () => [this.input.el]
        );
        useEffect(
            (sought) => sought && this.focusRow(sought),
            () => [this.state.sought]
        );
        // cells can be reached again once they are drawn
        useEffect(
            (left, busy) => left && !busy && this.focusNext(left),
            () => [this.state.left, this.state.busy]
        );
    }

    get job() {
        return jobOf(this.props.record);
    }

    get page() {
        return this.state.page;
    }

    get isHeld() {
        return this.state.busy || Boolean(this.state.cell);
    }

    get last() {
        return this.state.offset + this.page.rows.length;
    }

    get hasMore() {
        return this.page.columns.length > FEW_COLUMNS;
    }

    /** `[{ column, place }]` of what is shown. */
    get columns() {
        const places = this.page.columns.map((column, place) => ({ column, place }));
        if (this.state.all || !this.hasMore) {
            return places;
        }
        const told = ({ place }) => this.page.rows.some((row) => row.cells[place].level || row.cells[place].old !== false);
        return places.filter((each) => each.place < NAMING_COLUMNS || told(each));
    }

    /** Where the wizard comes to its report, and again where the job was checked anew. */
    async start(step) {
        if (this.isHeld) {
            return;
        }
        if (step !== "report" || !this.job) {
            Object.assign(this.state, { page: EMPTY, offset: 0, cell: null });
            return;
        }
        if (this.place) {
            await this.goTo(this.place);
        } else {
            await this.answers.take(this.fetch(this.state.offset), (page) => (this.state.page = page));
        }
    }

    /** To the wrong cell of one row, which is on whatever page. */
    async goTo(place) {
        const page = this.orm.call(JOB, "mending_page", [[this.job]], { place });
        await this.answers.take(page, (answer) => {
            this.place = undefined;
            Object.assign(this.state, { page: answer, offset: answer.offset, cell: null, sought: place });
        });
    }

    fetch(offset) {
        return this.orm.call(JOB, "mending_page", [[this.job], offset]);
    }

    async show(offset) {
        const page = await this.fetch(offset);
        Object.assign(this.state, { page, offset, cell: null });
    }

    isOpen(row, column) {
        const cell = this.state.cell;
        return cell && cell.row === row.id && cell.index === column.index;
    }

    /** What the file says in a cell that was mended. */
    inFile(cell) {
        return cell.old === false ? "" : _t("In the file: %s", cell.old);
    }

    open(row, column, text) {
        this.state.cell = { row: row.id, index: column.index, text };
        this.byKey = false;
    }

    onKeydown(ev, row, column) {
        this.byKey = true;
        if (ev.key === "Enter") {
            ev.preventDefault();
            ev.stopPropagation();
            this.save(row, column, ev.target.value);
        } else if (ev.key === "Escape") {
            ev.preventDefault();
            ev.stopPropagation();
            this.close(row, column);
        }
    }

    /** What was picked by mouse is meant; by key it may be one on the way to another. */
    onPick(ev, row, column) {
        if (!this.byKey) {
            this.save(row, column, ev.target.value);
        }
    }

    close(row, column) {
        this.state.cell = null;
        this.state.left = { cell: `${row.id}-${column.index}`, stays: true };
    }

    async save(row, column, text) {
        const cell = this.state.cell;
        if (!this.isOpen(row, column) || this.state.busy) {
            return;
        }
        if (text === cell.text) {
            this.close(row, column);
            return;
        }
        this.state.busy = true;
        this.answers.forget();
        try {
            const record = this.props.record;
            const answer = await this.orm.call(JOB, "mend", [[this.job], row.id, column.index, text]);
            this.state.cell = null;
            Object.assign(row, answer.row);
            this.page.wrong = answer.wrong;
            this.state.spoken = this.said(answer);
            await record.save();
            await record.load();
            this.state.left = { cell: `${row.id}-${column.index}`, stays: row.is_wrong };
        } finally {
            this.state.busy = false;
        }
    }

    said({ row, wrong }) {
        const told = row.is_wrong || row.is_left_out ? row.problems[0].text : _t("it goes in with the others.");
        const rest = wrong === 1 ? _t("1 row with problems is left.") : _t("%s rows with problems are left.", formatInteger(wrong));
        return _t("Row %(row)s: %(told)s", { row: row.number, told }) + " " + rest;
    }

    focusRow(place) {
        this.state.sought = null;
        const cells = `tr[data-place="${place}"] [data-cell]`;
        const found = this.root.el?.querySelector(`${cells}.o_error`) || this.root.el?.querySelector(cells);
        found?.focus();
        found?.scrollIntoView({ block: "center" });
    }

    /** To the next cell that is wrong, or to the one that was left, where that is so or meant. */
    focusNext({ cell, stays }) {
        this.state.left = null;
        const cells = [...(this.root.el?.querySelectorAll("[data-cell]") || [])];
        const here = cells.findIndex((each) => each.dataset.cell === cell);
        const others = [...cells.slice(here + 1), ...cells.slice(0, here)];
        const next = others.find((each) => each.classList.contains("o_error"));
        (stays ? cells[here] : next || cells[here])?.focus();
    }
}

registry.category("view_widgets").add("registration_import_mending", {
    component: Mending,
    fieldDependencies: [
        { name: "problem_count", type: "integer" },
        { name: "step", type: "selection" },
    ],
});
