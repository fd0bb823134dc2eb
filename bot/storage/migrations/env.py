"""What alembic runs for every command. ``bot.storage.migrate`` hands it the open connection."""

from __future__ import annotations

from alembic import context

from bot.storage.migration_options import options

context.configure(connection=context.config.attributes["connection"], **options())
with context.begin_transaction():
    context.run_migrations()
