/** A .csv file of these lines. */
export function csv(name, lines) {
    return new File([lines.join("\n") + "\n"], name, { type: "text/csv" });
}

/** As if the person had chosen the file in the browser's own window. */
export function choose(file) {
    const input = document.querySelector(".o_registration_import_drop_zone input[type=file]");
    const transfer = new DataTransfer();
    transfer.items.add(file);
    input.files = transfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
}

/** As if the person had dropped the file. */
export function drop(file) {
    const zone = document.querySelector(".o_registration_import_drop_zone");
    const transfer = new DataTransfer();
    transfer.items.add(file);
    zone.dispatchEvent(new DragEvent("drop", { bubbles: true, dataTransfer: transfer }));
}
