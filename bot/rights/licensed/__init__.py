"""The one place that says whether an item may be shown somewhere: no surface decides that by itself.

``licence`` is the permission alone, ``may_publish`` also that people approved the item; ``licensed_items`` is the
same for a whole surface, ``licensed_among`` for some items, and ``licensed_ids`` for a statement about all of them.
"""

from bot.rights.licensed.queries import licence, licensed_among, licensed_ids, licensed_items, may_publish

__all__ = ["licence", "licensed_among", "licensed_ids", "licensed_items", "may_publish"]
