import { Component, useEffect, useRef, xml } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { getTabableElements } from "@web/core/utils/ui";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

const isLost = () => !document.activeElement || document.activeElement === document.body;

/** Where what had the focus is gone, to the first that can have it within the elements, in their
 * order: whoever works by key or hears the screen is not thrown out of the dialog. */
export function focusWithin(...elements) {
    // the browser takes the focus from what is gone or disabled with the next frame
    requestAnimationFrame(() =>
        setTimeout(() => {
            if (isLost()) {
                elements.flatMap((each) => (each?.isConnected ? getTabableElements(each) : []))[0]?.focus();
            }
        })
    );
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
