"""The name of the work by which any room tells managers something; a feature of the chat does it."""

NOTICE = "notices.post"
"""Arguments: what, what to do about it, and a key (the occasion): with one it is told once, however often it is
asked for. A fourth, if there is one, is a list of offers."""

Offer = tuple[str, str, str, int, int]
"""A button below a notice: what it says, the area and the verb of the feature that answers it, the number of what it
is about, and its revision when the notice was written."""
