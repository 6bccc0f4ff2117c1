from . import import_download, import_upload
