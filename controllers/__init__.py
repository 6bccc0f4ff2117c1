from . import export, export_run, import_download, import_upload
