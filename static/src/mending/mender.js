import { useEnv } from "@odoo/owl";
import { useService } from "@web/core/utils/hooks";

import { JOB, jobOf } from "../progress/progress";

/** What the rows to mend are told: the number of the row that somebody wants to mend. */
export const MEND = "REGISTRATION_IMPORT:MEND";

/** The way from a problem to the cell where it is mended: in the wizard further down, on the form of an
 * import in the wizard, where a run that has ended is tried again with the rows that failed. */
export function useMender(props) {
    const orm = useService("orm");
    const action = useService("action");
    const env = useEnv();
    return {
        get canMend() {
            const { resModel, data } = props.record;
            if (resModel !== JOB) {
                return data.step === "report" && !data.is_undo;
            }
            return data.is_mine && data.has_errors_file && !data.undo_of_id && Boolean(data.ended || data.state === "validated");
        },
        async mend({ place }) {
            const { resModel, data } = props.record;
            if (resModel !== JOB) {
                env.bus.trigger(MEND, place);
                return;
            }
            const method = data.ended ? "action_retry" : "action_open_wizard";
            const opened = await orm.call(JOB, method, [[jobOf(props.record)]]);
            await action.doAction(opened, { additionalContext: { registration_import_place: place } });
        },
    };
}
