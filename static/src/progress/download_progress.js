import { registry } from "@web/core/registry";
import { Progress } from "./progress";

/** Bar and rate of a download, on its own form. */
export class DownloadProgress extends Progress {
    get model() {
        return "registration.export.run";
    }

    get watched() {
        return this.props.record.resId;
    }
}

registry.category("view_widgets").add("registration_import_download_progress", {
    component: DownloadProgress,
});
