import { KeepLast } from "@web/core/utils/concurrency";

/** What the server answers late: of several questions the answer to the last one counts, and none that
 * comes while ``isHeld()``, since what was asked about is being changed. */
export class LastAnswer {
    constructor(isHeld) {
        this.isHeld = isHeld;
        this.last = new KeepLast();
    }

    /** Hand an answer to ``apply``, unless it does not count any more. */
    async take(answer, apply) {
        const given = await this.last.add(Promise.resolve(answer));
        if (!this.isHeld()) {
            apply(given);
        }
    }

    /** What is under way is older than what has been done since. */
    forget() {
        this.last.add(Promise.resolve());
    }
}
