import { registry } from "@web/core/registry";
import { X2ManyField, x2ManyField } from "@web/views/fields/x2many/x2many_field";
import { ListRenderer } from "@web/views/list/list_renderer";
import { listView } from "@web/views/list/list_view";

/** Each cell knows what its column is called: on a telephone a line is a card, and there is no head
 * of the list to say it. */
class CardsRenderer extends ListRenderer {
    static recordRowTemplate = "registration_import.CardsRenderer.RecordRow";
}

class CardsField extends X2ManyField {
    static components = { ...X2ManyField.components, ListRenderer: CardsRenderer };
}

registry.category("fields").add("registration_import_cards", {
    ...x2ManyField,
    component: CardsField,
});

/** Likewise where the records are those of a menu, and their numbers say nothing without a name. */
registry.category("views").add("registration_import_cards_list", {
    ...listView,
    Renderer: CardsRenderer,
});
