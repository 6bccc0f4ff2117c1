import { reactive, toRaw } from "@odoo/owl";

/**
 * The file that was chosen in a wizard, shared by its drop zone and its Upload button: a file
 * cannot be the value of a field, and must not be, since it is sent by a request of its own.
 */
const chosen = new WeakMap();

export function chosenFile(record) {
    const key = toRaw(record);
    if (!chosen.has(key)) {
        chosen.set(key, reactive({ file: null, token: "", sent: 0, error: "", busy: false }));
    }
    return chosen.get(key);
}
