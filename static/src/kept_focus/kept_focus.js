import { Component, useEffect, useRef, xml } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { getTabableElements } from "@web/core/utils/ui";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

const isLost = () => !document.activeElement || document.activeElement === document.body;

/** Where what had the focus is gone, to what is found in its place. */
function focusInstead(find, options) {
    // the browser takes the focus from what is gone or disabled with the next frame
    requestAnimationFrame(() => setTimeout(() => isLost() && find()?.focus(options)));
}

/** To the first that can have the focus within the elements, in their order: whoever works by key or
 * hears the screen is not thrown out of the dialog. */
export function focusWithin(...elements) {
    const among = (each) => (each?.isConnected ? getTabableElements(each) : []);
    focusInstead(() => elements.flatMap(among)[0]);
}

/** To what has come of something, which Tab passes by: it goes on with what stands behind. */
export function focusResult(element) {
    focusInstead(() => element?.isConnected && element, { preventScroll: true });
}

/** The part of the dialog above its buttons. */
export const bodyOfDialog = (element) => element?.closest(".modal")?.querySelector(".modal-body");

/** In a wizard whose steps come and go in place: a step begins with its first field. */
export class KeptFocus extends Component {
    static props = { ...standardWidgetProps };
    static template = xml`<span t-ref="root" class="d-none"/>`;

    setup() {
        const root = useRef("root");
        useEffect(
            () => focusWithin(bodyOfDialog(root.el)),
            () => [this.props.record.data.step]
        );
    }
}

registry.category("view_widgets").add("registration_import_kept_focus", {
    component: KeptFocus,
    fieldDependencies: [{ name: "step", type: "selection" }],
});
