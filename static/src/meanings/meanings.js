import { Component, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { useRecordObserver } from "@web/model/relational_model/utils";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

/** What values of files mean for all who use an operation, each with a way to take it back. */
export class Meanings extends Component {
    static template = "registration_import.Meanings";
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.state = useState({ meanings: [], spoken: "" });
        useRecordObserver((record) => this.load(record.resId));
    }

    async load(id) {
        const { resModel } = this.props.record;
        this.state.meanings = id ? await this.orm.call(resModel, "shared_meanings", [[id]]) : [];
    }

    async remove({ id, text }) {
        const { resModel, resId } = this.props.record;
        await this.orm.call(resModel, "remove_meaning", [[resId], id]);
        await this.load(resId);
        this.state.spoken = _t("“%s” is read as it stands from now on.", text);
    }
}

registry.category("view_widgets").add("registration_import_meanings", { component: Meanings });
