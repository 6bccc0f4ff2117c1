import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { badgeField } from "@web/views/fields/badge/badge_field";

/** A number as a badge. */
registry.category("fields").add("registration_import_score", {
    ...badgeField,
    displayName: _t("Score"),
    supportedTypes: ["integer"],
});
