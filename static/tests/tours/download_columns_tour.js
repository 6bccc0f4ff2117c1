import { registry } from "@web/core/registry";

const COLUMNS = ".o_registration_import_columns";
const cell = (field, name) => `${COLUMNS} .o_data_row:contains(${field}) .o_data_cell[name=${name}]`;

/** Columns of an operation on a telephone: cards, and nobody scrolls sideways. */
registry.category("web_tour.tours").add("registration_import_columns_on_a_telephone", {
    steps: () => [
        { content: "Columns", trigger: ".o_notebook .nav-link:contains(Columns)", run: "click" },
        {
            content: "As wide as the telephone",
            trigger: `${COLUMNS} .o_list_renderer`,
            run({ anchor }) {
                if (anchor.scrollWidth > anchor.clientWidth) {
                    throw new Error(`${anchor.scrollWidth} px wide, of which ${anchor.clientWidth} are seen`);
                }
            },
        },
        { content: "What a value is", trigger: `${cell("CITY", "label")}[label='Column of the file']` },
        { content: "Its values", trigger: cell("CITY", "words"), run: "click" },
        { content: "In words", trigger: `${cell("CITY", "words")} input`, run: "edit Chur = CR" },
        { content: "Save", trigger: ".o_form_button_save", run: "click" },
        { content: "Saved", trigger: ".o_form_saved" },
    ],
});
