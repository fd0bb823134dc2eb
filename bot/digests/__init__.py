"""Digests: what a period brought, as data that is kept and shown in chats and mails; when they are due."""
