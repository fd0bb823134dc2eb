"""Names of the durable work of privacy, see ``jobs.py``. Features of the chat ask for it with
``work.enqueue_soon(session, ERASE, creator_id, actor.id, actor.name)``, after checking ``Right.OVERRULE``."""

ERASE = "privacy.erase"
"""Arguments: creator id, who asked for it (chat id), their name. Erases the person behind a creator everywhere:
pieces, names, permissions' words, evidence, messages in chats. Asking again while it runs, or when it is done, is the
same erasure. The team is told when it is done, with what was done."""

RETAIN = "privacy.retain"
"""No arguments: removes what is over its retention period. The calendar asks for it."""
