"""What people read for each code of a problem: one module for each domain, and no sentence of a
problem anywhere else.

A code of all imports goes into ``files``, ``sheets``, ``headers``, ``rows`` or ``engine``, one of
all kinds with people into ``people``, one of a poll of a source into ``runs``, one of the arguments
of a call into ``arguments``, one of how rows are written into ``lanes``; those of a kind alone are
what its ``_messages()`` gives.
"""

from . import arguments, connector, engine, files, headers, lanes, people, rows, runs, sheets

# The codes that no kind brings.
COMMON = {
    code: message
    for domain in (arguments, connector, engine, files, headers, lanes, people, rows, runs, sheets)
    for code, message in domain.MESSAGES.items()
}
