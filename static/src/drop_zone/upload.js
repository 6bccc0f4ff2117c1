import { _t } from "@web/core/l10n/translation";

/**
 * Sends a file and tells how far it got; gives the answer of the server, {job} or {error}.
 *
 * @param {string} url
 * @param {Object} values of the form
 * @param {(part: number) => void} onProgress gets the part that was sent, from 0 to 1
 */
export function upload(url, values, onProgress) {
    const body = new FormData();
    for (const [name, value] of Object.entries({ csrf_token: odoo.csrf_token, ...values })) {
        body.append(name, value);
    }
    return new Promise((resolve) => {
        const request = new XMLHttpRequest();
        request.open("POST", url);
        request.upload.addEventListener("progress", (ev) =>
            onProgress(ev.lengthComputable ? ev.loaded / ev.total : 0)
        );
        request.addEventListener("load", () => resolve(answer(request)));
        request.addEventListener("error", () =>
            resolve({ error: _t("The file could not be sent. Check the connection and try again.") })
        );
        request.send(body);
    });
}

function answer(request) {
    if (request.status === 413) {
        return { error: _t("The file is larger than this server accepts.") };
    }
    try {
        return JSON.parse(request.responseText);
    } catch {
        return { error: _t("The server could not take the file. Reload the page and try again.") };
    }
}
