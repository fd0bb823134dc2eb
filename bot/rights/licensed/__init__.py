"""The one place that says whether an item may be shown somewhere: no surface decides that by itself.

``licence`` is the permission alone, ``may_publish`` also that people approved the item; ``licensed_items`` is the
same for a whole surface, ``licensed_among`` for some items, ``licensed_ids`` and ``newest_ids`` for a statement about
all of them or the newest, ``count_licensed`` for their number, and ``touched_since`` says of which to ask again.
"""

from bot.rights.licensed.queries import (
    count_licensed,
    licence,
    licensed_among,
    licensed_ids,
    licensed_items,
    may_publish,
    newest_ids,
    touched_since,
)

__all__ = [
    "count_licensed",
    "licence",
    "licensed_among",
    "licensed_ids",
    "licensed_items",
    "may_publish",
    "newest_ids",
    "touched_since",
]
