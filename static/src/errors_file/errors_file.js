import { Component, onWillStart, onWillUnmount, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { formatInteger } from "@web/views/fields/formatters";

import { JOB } from "../progress/progress";

const INTERVAL = 1000;

/** Tells how far the errors file of a long import is, which is written in the background, and takes it
 * when it is there. Who closes it finds the file by the same button. */
export class ErrorsFile extends Component {
    static template = "registration_import.ErrorsFile";
    static components = { Dialog };
    static props = { close: Function, job: Number, extension: String };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.title = _t("Errors file");
        this.state = useState({ file: null });
        onWillStart(() => this.ask());
        onWillUnmount(() => {
            this.stopped = true;
            browser.clearTimeout(this.timer);
        });
    }

    async ask() {
        try {
            const arguments_ = [[this.props.job], this.props.extension];
            this.state.file = await this.orm.silent.call(JOB, "errors_file", arguments_);
        } catch (error) {
            // a server that restarts answers again later
            if (!this.state.file) {
                throw error;
            }
        }
        const { url, message } = this.state.file;
        if (this.stopped || message) {
            return;
        }
        if (!url) {
            this.timer = browser.setTimeout(() => this.ask(), INTERVAL);
            return;
        }
        await this.action.doAction({ type: "ir.actions.act_url", url, target: "download" });
        this.props.close();
    }

    get percent() {
        const { done, total } = this.state.file;
        return total ? Math.min(100, Math.floor((100 * done) / total)) : 0;
    }

    get line() {
        const { done, total } = this.state.file;
        const numbers = { done: formatInteger(done), total: formatInteger(total) };
        return _t("%(done)s of %(total)s rows", numbers);
    }

    /** Told at every tenth part. */
    get spoken() {
        const percent = Math.floor(this.percent / 10) * 10;
        return _t("%(state)s, %(percent)s%", { state: this.title, percent });
    }
}

registry.category("actions").add("registration_import.errors_file", (env, action) => {
    const { job, extension } = action.params;
    env.services.dialog.add(ErrorsFile, { job, extension });
});
