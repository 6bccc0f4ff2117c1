from ..sync.common import CROSS_REFERENCES, MANAGEMENT, HubCase
from ..users import new_user


class ReferencesCase(HubCase):
    """A system whose files an operation of each kind of the hub reads, and who keeps what its
    values mean."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Reference = cls.env["registration.import.cross.reference"]
        cls.System = cls.env["registration.import.system"]
        cls.offline = cls.System.create({"name": "Offline Database", "code": "T-OFF"})
        cls.keeper = cls.user("xref_keeper", MANAGEMENT, CROSS_REFERENCES)
        cls.only_references = cls.user("xref_alone", CROSS_REFERENCES)

    @classmethod
    def reference(cls, type, theirs, ours, **values):
        values = {"system_id": cls.offline.id, **values}
        return cls.Reference.create({"type": type, "theirs": theirs, "ours": ours, **values})

    @classmethod
    def of_system(cls, code, **values):
        """The code of an operation that reads files of the system."""
        operation = cls.Operation._by_code(code)
        values = {"code": f"{code}-offline", "system_id": cls.offline.id, **values}
        return operation.copy(values).code

    @classmethod
    def both_roles(cls, user):
        user.write({"group_ids": [(4, cls.env.ref(CROSS_REFERENCES).id)]})
        return user

    @classmethod
    def employee(cls, login, groups):
        return new_user(cls.env, login, groups)
