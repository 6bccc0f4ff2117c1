from . import import_message
