"""What people read for each code of a problem: one module for each domain, and no sentence of a
problem anywhere else.

A code of all imports goes into ``files``, ``headers``, ``rows`` or ``engine``, one of a scan of a
source into ``runs``; those of a kind are what its ``_messages()`` gives.
"""

from . import engine, files, headers, rows, runs

# The codes that no kind brings.
COMMON = files.MESSAGES | headers.MESSAGES | rows.MESSAGES | engine.MESSAGES | runs.MESSAGES
