// What `make pictures` does on a page: an object whose functions dev/pictures.py calls.
({
    services: () => odoo.__WOWL_DEBUG__.root.env.services,

    async logIn(db, login, companies) {
        const body = JSON.stringify({ jsonrpc: "2.0", params: { db, login, password: login } });
        const headers = { "Content-Type": "application/json" };
        await fetch("/web/session/authenticate", { method: "POST", headers, body });
        document.cookie = `cids=${companies.join("-")}; path=/`;
    },

    isLoaded: () => document.readyState === "complete" && location.protocol === "http:",

    isReady() {
        return Boolean(window.odoo?.__WOWL_DEBUG__ && this.services().action);
    },

    // a view is there, and nothing is loaded any more
    isShown() {
        const view = document.querySelector(".o_form_renderer, .o_list_renderer, .o_kanban_renderer");
        return Boolean(view) && !document.querySelector(".o_blockUI, .o_loading_indicator");
    },

    // what moves has come to rest
    wait: (milliseconds) => new Promise((done) => setTimeout(done, milliseconds)),

    // as a button of the form of a record
    async press(model, method, id) {
        const { orm, action } = this.services();
        await action.doAction(await orm.call(model, method, [[id]]));
    },

    // to a page of a form by its name, or to what has a class
    turnTo(what) {
        const tabs = [...document.querySelectorAll(".nav-link")];
        const tab = tabs.find((each) => each.innerText.trim() === what);
        const found = tab || document.querySelector("." + CSS.escape(what));
        tab?.click();
        if (found) {
            found.style.scrollMarginTop = "4rem"; // of what stays on top
            found.scrollIntoView({ block: "start" });
        }
        return Boolean(found);
    },
})
