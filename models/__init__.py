# Domains in the order in which they build on each other, and in each a model before whoever
# extends it: where several files extend one model, a later one's methods come before an earlier
# one's. Odoo registers the classes as they are imported here:
# tests/engine/test_load_order.py checks it.
# isort: off
from . import engine
from . import exports
from . import sessions
from . import former_keys
from . import qualifications
from . import erasure
from . import contacts
from . import sync
from . import events
from . import cross_references
from . import duplicates
from . import downloads
from . import gifts
from . import connector
