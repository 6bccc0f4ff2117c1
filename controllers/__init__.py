from . import export, import_download, import_upload
