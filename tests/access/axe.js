/* Behind axe-core, in the web client: opens one screen after the other, and tells what axe finds. */
async function lookAt(screens) {
    // parts of Odoo's own, whatever screen they are on
    const ODOO = [
        ".o_list_record_selector, .o_list_actions_header, .o_list_button, .o_group_header, .o_handle_cell",
        ".o_data_cell .o_field_boolean, .o_data_cell .o_boolean_toggle, .o_field_boolean_toggle",
        ".o_notebook_headers, .o_select_menu_toggler, .o_avatar, .o_image_cell, .o_optional_columns_dropdown",
        "article.o_kanban_record[role=link], .o_tag, .fa-long-arrow-right[aria-label='Arrow icon']",
        ".o_mail_activity, .o_field_daterange, .o_field_selection .o-dropdown",
    ].join(",");
    const isFrame = (element) => element?.matches("main, header, .o_list_renderer");
    const { action, orm } = odoo.__WOWL_DEBUG__.root.env.services;
    const isOdoos = (node) => {
        const element = document.querySelector(node.target.at(-1));
        return isFrame(element) || Boolean(element?.closest(ODOO));
    };
    const there = async (selector) => {
        for (const start = Date.now(); Date.now() - start < 10_000; ) {
            const element = document.querySelector(selector);
            if (element && !document.querySelector(".o_blockUI, .o_loading_indicator")) {
                return element;
            }
            await new Promise((resolve) => setTimeout(resolve, 30));
        }
        throw new Error(`${selector} is not there`);
    };
    /* What fades in is pale at first. */
    const shown = () => {
        const ending = document.getAnimations().filter((each) => each.effect.getTiming().iterations !== Infinity);
        return Promise.allSettled(ending.map((each) => each.finished));
    };
    const found = [];
    for (const [name, opened, selector] of screens) {
        document.querySelector(".modal .btn-close")?.click();
        const [model, method, id] = Array.isArray(opened) ? opened : [];
        const opens = method ? await orm.call(model, method, [[id]]) : opened;
        await action.doAction(opens, { clearBreadcrumbs: true });
        await there(selector);
        await new Promise((resolve) => setTimeout(resolve, 100));
        await shown();
        const part = document.querySelector(".modal-content") || document.querySelector(".o_action_manager .o_content");
        const { violations } = await axe.run(part, { resultTypes: ["violations"] });
        for (const { id: rule, nodes } of violations) {
            for (const node of nodes.filter((each) => !isOdoos(each))) {
                found.push(`${name}: ${rule}: ${node.html.slice(0, 200)} ${node.failureSummary.slice(0, 200)}`);
            }
        }
    }
    if (found.length) {
        console.error(`${found.length} found by axe\n${found.slice(0, 20).join("\n")}`);
    } else {
        console.log("test successful");
    }
}
