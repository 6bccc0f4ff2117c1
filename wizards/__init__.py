from . import registration_import_wizard
from . import registration_import_wizard_line
from . import registration_import_wizard_preview
