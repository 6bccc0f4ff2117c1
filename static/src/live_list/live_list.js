import { onMounted, onWillUnmount } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { registry } from "@web/core/registry";
import { ListController } from "@web/views/list/list_controller";
import { listView } from "@web/views/list/list_view";

const INTERVAL = 3000;
/** So many times a list is read again that was opened since something was asked for. */
const ASKED = 40;
/** States of a line that something will become of without a click. */
const LIVE = ["scanned", "waiting", "working", "running"];

/** A list that is read again every few seconds, as long as one of its lines is not at its end. */
class LiveListController extends ListController {
    setup() {
        super.setup();
        this.expected = this.props.context.registration_import_asked ? ASKED : 0;
        onMounted(() => {
            this.timer = browser.setInterval(() => this.refresh(), INTERVAL);
        });
        onWillUnmount(() => browser.clearInterval(this.timer));
    }

    isLive() {
        const { records, selection } = this.model.root;
        const live = records?.some((record) => LIVE.includes(record.data.state));
        return !selection?.length && (live || this.expected-- > 0);
    }

    async refresh() {
        if (!this.reading && this.isLive()) {
            this.reading = true;
            await this.model.load().finally(() => {
                this.reading = false;
            });
        }
    }
}

registry.category("views").add("registration_import_live_list", {
    ...listView,
    Controller: LiveListController,
});
