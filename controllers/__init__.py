from . import import_download
from . import import_upload
