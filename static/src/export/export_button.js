import { Component, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { configureBlobDownloadXHR } from "@web/core/network/download";
import { user } from "@web/core/user";
import { useService } from "@web/core/utils/hooks";
import { formatInteger } from "@web/views/fields/formatters";

const GROUP = "registration_import.group_data_export";

export const mayExport = () => user.hasGroup(GROUP);

/**
 * What the server is told of a selection: the ids, or of a whole list its domain and order, which
 * no limit on the number of ids can cut.
 *
 * @param {Object} root the list of a view
 * @returns {[Array, Object]} arguments of start_export
 */
export function selectionOf(root) {
    if (!root.isDomainSelected) {
        return [[root.selection.map((record) => record.resId)], {}];
    }
    const groups = root.groupBy
        .map((each) => each.split(":")[0])
        .map((name) => root.orderBy.find((term) => term.name === name) || { name, asc: true });
    const terms = [...groups, ...root.orderBy].filter(({ name }) => root.fields[name]?.sortable);
    const order = terms.map(({ name, asc }) => `${name} ${asc ? "ASC" : "DESC"}`).join(", ");
    return [[[]], { domain: root.domain, order: order || false }];
}

/** Fetch a file and hand it to the browser to save; ends when it is there. */
function fetchFile(url) {
    return new Promise((resolve, reject) => {
        const request = new browser.XMLHttpRequest();
        request.open("GET", url);
        configureBlobDownloadXHR(request, { onSuccess: resolve, onFailure: reject, url });
        request.send();
    });
}

/** Gives a function that exports what is selected in a list, and tells how it goes. */
export function useExport() {
    const orm = useService("orm");
    const notification = useService("notification");

    return async (root) => {
        const [args, kwargs] = selectionOf(root);
        const context = { ...user.context, ...root.context };
        const started = await orm.call(root.resModel, "start_export", args, { ...kwargs, context });
        const records = formatInteger(started.count);
        const close = notification.add(_t("Preparing %s records…", records), {
            type: "info",
            sticky: true,
        });
        try {
            await fetchFile(started.url);
            notification.add(
                started.count === 1
                    ? _t("1 record exported")
                    : _t("%s records exported", records),
                { type: "success" }
            );
        } catch {
            notification.add(
                _t("The file could not be fetched. Try again, or download it from Exports."),
                { type: "danger", sticky: true }
            );
        } finally {
            close();
        }
    };
}

/** "Export" beside the number of selected records. */
export class ExportButton extends Component {
    static template = "registration_import.ExportButton";
    static props = { root: Object };

    setup() {
        this.export = useExport();
        this.state = useState({ busy: false });
    }

    async onClick() {
        this.state.busy = true;
        try {
            await this.export(this.props.root);
        } finally {
            this.state.busy = false;
        }
    }
}
