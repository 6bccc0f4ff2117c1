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

/** The line of the mapping that fills this field; its choice of a column; and that one, once it is chosen. */
export const fieldLine = (title) => `.modal .o_data_row:has(td[name=title]:contains(${title}))`;
export const columnChoice = (title) => `${fieldLine(title)} td[name=column_id] select`;
export const mapped = (title, column) => `${columnChoice(title)}:has(option:selected:contains(${column}))`;
