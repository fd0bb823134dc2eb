"""Initial schema"""

# Generated from the tables, so its functions are as long as the schema is.
# ruff: noqa: PLR0915

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.storage import types

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("id", types.id_column(), nullable=False),
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("external_id", sa.String(), nullable=False),
        sa.Column("handle", sa.String(), nullable=True),
        sa.Column("name", sa.String(), nullable=True),
        sa.Column("locale", sa.String(), nullable=True),
        sa.Column("identity_id", sa.BigInteger(), nullable=True),
        sa.Column("made_at", types.UtcDateTime(), nullable=True),
        sa.Column("joined_at", types.UtcDateTime(), nullable=True),
        sa.Column("left_at", types.UtcDateTime(), nullable=True),
        sa.Column("first_seen_at", types.UtcDateTime(), nullable=False),
        sa.Column("updated_at", types.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("platform", "external_id"),
    )
    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_account_identity_id"), ["identity_id"], unique=False)

    op.create_table(
        "ambassador",
        sa.Column("id", types.id_column(), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("interests", types.json_column(), nullable=False),
        sa.Column("languages", types.json_column(), nullable=False),
        sa.Column("networks", types.json_column(), nullable=False),
        sa.Column("mastodon", sa.String(), nullable=False),
        sa.Column("cadence", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("hours_from", sa.Integer(), nullable=False),
        sa.Column("hours_to", sa.Integer(), nullable=False),
        sa.Column("days", types.json_column(), nullable=False),
        sa.Column("country", sa.String(), nullable=False),
        sa.Column("on_board", sa.Boolean(), nullable=False),
        sa.Column("public", sa.Boolean(), nullable=False),
        sa.Column("next_at", types.UtcDateTime(), nullable=True),
        sa.Column("joined_at", types.UtcDateTime(), nullable=False),
        sa.Column("last_active_at", types.UtcDateTime(), nullable=True),
        sa.Column("left_at", types.UtcDateTime(), nullable=True),
        sa.Column("reminded_at", types.UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("account_id"),
    )
    with op.batch_alter_table("ambassador", schema=None) as batch_op:
        batch_op.create_index(
            "ix_ambassador_next_at",
            ["next_at"],
            unique=False,
            sqlite_where=sa.text("next_at IS NOT NULL"),
            postgresql_where=sa.text("next_at IS NOT NULL"),
        )

    op.create_table(
        "ambassador_badge",
        sa.Column("id", types.id_column(), nullable=False),
        sa.Column("ambassador_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("network", sa.String(), nullable=False),
        sa.Column("item_id", sa.BigInteger(), nullable=True),
        sa.Column("at", types.UtcDateTime(), nullable=False),
        sa.Column("told_at", types.UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("ambassador_id", "key"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("ambassador_badge", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ambassador_badge_item_id"), ["item_id"], unique=False)
        batch_op.create_index(
            "ix_ambassador_badge_untold",
            ["id"],
            unique=False,
            sqlite_where=sa.text("told_at IS NULL"),
            postgresql_where=sa.text("told_at IS NULL"),
        )

    op.create_table(
        "ambassador_offer",
        sa.Column("id", types.id_column(), nullable=False),
        sa.Column("ambassador_id", sa.BigInteger(), nullable=False),
        sa.Column("item_id", sa.BigInteger(), nullable=False),
        sa.Column("why", types.json_column(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("draft", sa.String(), nullable=False),
        sa.Column("at", types.UtcDateTime(), nullable=False),
        sa.Column("changed_at", types.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("ambassador_id", "item_id"),
    )
    with op.batch_alter_table("ambassador_offer", schema=None) as batch_op:
        batch_op.create_index("ix_ambassador_offer_at", ["ambassador_id", "at"], unique=False)
        batch_op.create_index("ix_ambassador_offer_item", ["item_id"], unique=False)

    op.create_table(
        "ambassador_point",
        sa.Column("id", types.id_column(), nullable=False),
        sa.Column("ambassador_id", sa.BigInteger(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("share_id", sa.BigInteger(), nullable=True),
        sa.Column("network", sa.String(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("week", sa.String(), nullable=False),
        sa.Column("season", sa.String(), nullable=False),
        sa.Column("at", types.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("key"),
    )
    with op.batch_alter_table("ambassador_point", schema=None) as batch_op:
        batch_op.create_index("ix_ambassador_point_at", ["at"], unique=False)
        batch_op.create_index("ix_ambassador_point_of", ["ambassador_id", "kind", "at"], unique=False)
        batch_op.create_index("ix_ambassador_point_share", ["share_id"], unique=False)

    op.create_table(
        "ambassador_progress",
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("at", types.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("what"),
    )
    op.create_table(
        "ambassador_score",
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("measure", sa.String(), nullable=False),
        sa.Column("ambassador_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("score", sa.BigInteger(), nullable=False),
        sa.Column("on_board", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("period", "measure", "ambassador_id"),
    )
    with op.batch_alter_table("ambassador_score", schema=None) as batch_op:
        batch_op.create_index("ix_ambassador_score_of", ["ambassador_id"], unique=False)
        batch_op.create_index(
            "ix_ambassador_score_rank",
            ["period", "measure", "on_board", "score", "ambassador_id"],
            unique=False,
        )

    op.create_table(
        "ambassador_score_count",
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("measure", sa.String(), nullable=False),
        sa.Column("width", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("bucket", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("period", "measure", "width", "bucket"),
    )
    op.create_table(
        "ambassador_share",
        sa.Column("id", types.id_column(), nullable=False),
        sa.Column("ambassador_id", sa.BigInteger(), nullable=True),
        sa.Column("item_id", sa.BigInteger(), nullable=False),
        sa.Column("link_id", sa.BigInteger(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("network", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("opened_at", types.UtcDateTime(), nullable=False),
        sa.Column("shared_at", types.UtcDateTime(), nullable=True),
        sa.Column("how", sa.String(), nullable=True),
        sa.Column("visitors", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("link_id"),
    )
    with op.batch_alter_table("ambassador_share", schema=None) as batch_op:
        batch_op.create_index("ix_ambassador_share_at", ["shared_at", "item_id"], unique=False)
        batch_op.create_index("ix_ambassador_share_item", ["item_id", "shared_at"], unique=False)
        batch_op.create_index("ix_ambassador_share_last", ["ambassador_id", "shared_at"], unique=False)
        batch_op.create_index("ix_ambassador_share_of", ["ambassador_id", "item_id", "network"], unique=False)

    op.create_table(
        "ambassador_suggestion",
        sa.Column("id", types.id_column(), nullable=False),
        sa.Column("ambassador_id", sa.BigInteger(), nullable=True),
        sa.Column("item_id", sa.BigInteger(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("at", types.UtcDateTime(), nullable=False),
        sa.Column("settled_at", types.UtcDateTime(), nullable=True),
        sa.Column("told_at", types.UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("ambassador_suggestion", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ambassador_suggestion_item_id"), ["item_id"], unique=False)
        batch_op.create_index("ix_ambassador_suggestion_of", ["ambassador_id", "at"], unique=False)
        batch_op.create_index(
            "ix_ambassador_suggestion_untold",
            ["id"],
            unique=False,
            sqlite_where=sa.text("told_at IS NULL AND settled_at IS NOT NULL"),
            postgresql_where=sa.text("told_at IS NULL AND settled_at IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_ambassador_suggestion_waiting",
            ["id"],
            unique=False,
            sqlite_where=sa.text("state = 'waiting'"),
            postgresql_where=sa.text("state = 'waiting'"),
        )

    op.create_table(
        "ask",
        sa.Column("id", types.id_column(), nullable=False),
        sa.Column("item_id", sa.BigInteger(), nullable=False),
        sa.Column("creator_id", sa.BigInteger(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("live", sa.Boolean(), nullable=False),
        sa.Column("renewal", sa.Boolean(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("standing_revision", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("template", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("uses", types.json_column(), nullable=False),
        sa.Column("granted_uses", types.json_column(), nullable=False),
        sa.Column("granted_mask", sa.Integer(), nullable=False),
        sa.Column("territory", sa.String(), nullable=False),
        sa.Column("duration_days", sa.Integer(), nullable=False),
        sa.Column("credit", sa.String(), nullable=False),
        sa.Column("terms_version", sa.String(), nullable=False),
        sa.Column("latest", types.UtcDateTime(), nullable=True),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("delivery", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=True),
        sa.Column("asked_by", sa.String(), nullable=True),
        sa.Column("asked_by_name", sa.String(), nullable=True),
        sa.Column("asked_at", types.UtcDateTime(), nullable=True),
        sa.Column("remind_at", types.UtcDateTime(), nullable=True),
        sa.Column("ends_at", types.UtcDateTime(), nullable=True),
        sa.Column("answered_at", types.UtcDateTime(), nullable=True),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("proof", sa.String(), nullable=False),
        sa.Column("licence_from", types.UtcDateTime(), nullable=True),
        sa.Column("licence_until", types.UtcDateTime(), nullable=True),
        sa.Column("warned", types.json_column(), nullable=False),
        sa.Column("supersedes_id", sa.BigInteger(), nullable=True),
        sa.Column("snapshot_id", sa.BigInteger(), nullable=True),
        sa.Column("due_at", types.UtcDateTime(), nullable=True),
        sa.Column("link_hash", sa.String(), nullable=True),
        sa.Column("link_expires_at", types.UtcDateTime(), nullable=True),
        sa.Column("link_generation", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(), nullable=True),
        sa.Column("pending", types.json_column(), nullable=False),
        sa.Column("receipt_to", sa.String(), nullable=True),
        sa.Column("receipt_mails", types.json_column(), nullable=False),
        sa.Column("changed_at", types.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("ask", schema=None) as batch_op:
        batch_op.create_index(
            "ix_ask_answered",
            ["item_id"],
            unique=False,
            sqlite_where=sa.text("live AND status = 'answered'"),
            postgresql_where=sa.text("live AND status = 'answered'"),
        )
        batch_op.create_index(batch_op.f("ix_ask_changed_at"), ["changed_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_ask_code_hash"), ["code_hash"], unique=False)
        batch_op.create_index("ix_ask_creator", ["creator_id", "asked_at"], unique=False)
        batch_op.create_index(
            "ix_ask_due",
            ["due_at"],
            unique=False,
            sqlite_where=sa.text("due_at IS NOT NULL"),
            postgresql_where=sa.text("due_at IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_ask_granted",
            ["item_id"],
            unique=False,
            sqlite_where=sa.text("status = 'granted'"),
            postgresql_where=sa.text("status = 'granted'"),
        )
        batch_op.create_index("ix_ask_item", ["item_id", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_ask_link_hash"), ["link_hash"], unique=False)
        batch_op.create_index("ix_ask_reference", ["reference"], unique=False)
        batch_op.create_index(
            "uq_ask_live",
            ["item_id", "renewal"],
            unique=True,
            sqlite_where=sa.text("live"),
            postgresql_where=sa.text("live"),
        )

    op.create_table(
        "ask_event",
        sa.Column("id", types.id_column(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("ask_id", sa.BigInteger(), nullable=False),
        sa.Column("item_id", sa.BigInteger(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("actor_name", sa.String(), nullable=True),
        sa.Column("via", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("text", sa.String(), nullable=True),
        sa.Column("credit", sa.String(), nullable=True),
        sa.Column("data", types.json_column(), nullable=False),
        sa.Column("hashes", types.json_column(), nullable=False),
        sa.Column("salts", types.json_column(), nullable=False),
        sa.Column("request_id", sa.String(), nullable=True),
        sa.Column("at", types.UtcDateTime(), nullable=False),
        sa.Column("previous", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("signature", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("ask_id", "revision"),
        sa.UniqueConstraint("request_id"),
        sa.UniqueConstraint("sequence"),
    )
    with op.batch_alter_table("ask_event", schema=None) as batch_op:
        batch_op.create_index("ix_ask_event_at", ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_ask_event_item_id"), ["item_id"], unique=False)

    op.create_table(
        "ask_watch",
        sa.Column("id", types.id_column(), nullable=False),
        sa.Column("ask_id", sa.BigInteger(), nullable=False),
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("sent_at", types.UtcDateTime(), nullable=False),
        sa.Column("next_at", types.UtcDateTime(), nullable=True),
        sa.Column("looked_at", types.UtcDateTime(), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("failing_since", types.UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("reference"),
    )
    with op.batch_alter_table("ask_watch", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ask_watch_ask_id"), ["ask_id"], unique=False)
        batch_op.create_index(
            "ix_ask_watch_next",
            ["next_at"],
            unique=False,
            sqlite_where=sa.text("next_at IS NOT NULL"),
            postgresql_where=sa.text("next_at IS NOT NULL"),
        )

    op.create_table(
        "campaign",
        sa.Column("id", types.id_column(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("hashtag", sa.String(), nullable=True),
        sa.Column("created_by", sa.String(), nullable=True),
        sa.Column("created_at", types.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("name"),
    )
    op.create_table(
        "campaign_item",
        sa.Column("campaign_id", sa.BigInteger(), nullable=False),
        sa.Column("item_id", sa.BigInteger(), nullable=False),
        sa.Column("added_by", sa.String(), nullable=False),
        sa.Column("added_at", types.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("campaign_id", "item_id"),
    )
    with op.batch_alter_table("campaign_item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_campaign_item_added_at"), ["added_at"], unique=False)

    op.create_table(
        "clearance",
        sa.Column("id", types.id_column(), nullable=False),
        sa.Column("creator_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("uses", types.json_column(), nullable=False),
        sa.Column("mask", sa.Integer(), nullable=False),
        sa.Column("credit", sa.String(), nullable=False),
        sa.Column("starts_at", types.UtcDateTime(), nullable=False),
        sa.Column("ends_at", types.UtcDateTime(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", types.UtcDateTime(), nullable=False),
        sa.Column("ended_by", sa.String(), nullable=True),
        sa.Column("settled_at", types.UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("clearance", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_clearance_creator_id"), ["creator_id"], unique=False)

    op.create_table(
        "collection",
        sa.Column("id", types.id_column(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("created_by_name", sa.String(), nullable=False),
        sa.Column("created_at", types.UtcDateTime(), nullable=False),
        sa.Column("closed_at", types.UtcDateTime(), nullable=True),
        sa.Column("changed_by", sa.String(), nullable=True),
        sa.Column("changed_by_name", sa.String(), nullable=True),
        sa.Column("changed_at", types.UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("slug"),
    )
    op.create_table(
        "collection_change",
        sa.Column("id", types.id_column(), nullable=False),
        sa.Column("collection_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("before", sa.String(), nullable=False),
        sa.Column("item_ids", types.json_column(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("by_name", sa.String(), nullable=False),
        sa.Column("at", types.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("collection_change", schema=None) as batch_op:
        batch_op.create_index("ix_collection_change_of", ["collection_id"], unique=False)

    op.create_table(
        "collection_item",
        sa.Column("collection_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("item_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("added_by", sa.String(), nullable=False),
        sa.Column("added_by_name", sa.String(), nullable=False),
        sa.Column("added_at", types.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("collection_id", "item_id"),
    )
    with op.batch_alter_table("collection_item", schema=None) as batch_op:
        batch_op.create_index("ix_collection_item_item", ["item_id"], unique=False)

    op.create_table(
        "content_event",
        sa.Column("id", types.id_column(), nullable=False),
        sa.Column("item_id", sa.BigInteger(), nullable=False),
        sa.Column("event", sa.String(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("via", sa.String(), nullable=False),
        sa.Column("data", types.json_column(), nullable=False),
        sa.Column("at", types.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("content_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_content_event_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_content_event_item_id"), ["item_id"], unique=False)

    op.create_table(
        "contest",
        sa.Column("id", types.id_column(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("phase", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("definition", types.json_column(), nullable=False),
        sa.Column("opens_at", types.UtcDateTime(), nullable=False),
        sa.Column("entries_close_at", types.UtcDateTime(), nullable=False),
        sa.Column("closes_at", types.UtcDateTime(), nullable=False),
        sa.Column("due_at", types.UtcDateTime(), nullable=True),
        sa.Column("entered", sa.Integer(), nullable=False),
        sa.Column("ranked", sa.Integer(), nullable=False),
        sa.Column("secret", sa.String(), nullable=True),
        sa.Column("record", types.json_column(), nullable=True),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("created_by_name", sa.String(), nullable=False),
        sa.Column("created_at", types.UtcDateTime(), nullable=False),
        sa.Column("changed_at", types.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("slug"),
    )
    with op.batch_alter_table("contest", schema=None) as batch_op:
        batch_op.create_index(
            "ix_contest_due",
            ["due_at"],
            unique=False,
            sqlite_where=sa.text("due_at IS NOT NULL"),
            postgresql_where=sa.text("due_at IS NOT NULL"),
        )

    op.create_table(
        "contest_award",
        sa.Column("id", types.id_column(), nullable=False),
        sa.Column("contest_id", sa.BigInteger(), nullable=False),
        sa.Column("prize", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.BigInteger(), nullable=True),
        sa.Column("account_id", sa.BigInteger(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("offered_at", types.UtcDateTime(), nullable=True),
        sa.Column("claim_by", types.UtcDateTime(), nullable=True),
        sa.Column("settled_at", types.UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("contest_id", "prize", "place", "attempt"),
    )
    with op.batch_alter_table("contest_award", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contest_award_account_id"), ["account_id"], unique=False)
        batch_op.create_index(
            "ix_contest_award_claim_by",
            ["claim_by"],
            unique=False,
            sqlite_where=sa.text("status = 'offered'"),
            postgresql_where=sa.text("status = 'offered'"),
        )

    op.create_table(
        "contest_entry",
        sa.Column("id", types.id_column(), nullable=False),
        sa.Column("contest_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.BigInteger(), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("task", sa.String(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("entered_at", types.UtcDateTime(), nullable=False),
        sa.Column("settled_at", types.UtcDateTime(), nullable=True),
        sa.Column("looked_at", types.UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("contest_id", "item_id"),
        sa.UniqueConstraint("contest_id", "number"),
    )
    with op.batch_alter_table("contest_entry", schema=None) as batch_op:
        batch_op.create_index("ix_contest_entry_account", ["account_id", "contest_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_contest_entry_item_id"), ["item_id"], unique=False)
        batch_op.create_index("ix_contest_entry_status", ["contest_id", "status", "number"], unique=False)

    op.create_table(
        "contest_event",
        sa.Column("id", types.id_column(), nullable=False),
        sa.Column("contest_id", sa.BigInteger(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("entry_id", sa.BigInteger(), nullable=True),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("actor_name", sa.String(), nullable=False),
        sa.Column("via", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("data", types.json_column(), nullable=False),
        sa.Column("request_id", sa.String(), nullable=True),
        sa.Column("at", types.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("contest_id", "revision"),
        sa.UniqueConstraint("request_id"),
    )
    op.create_table(
        "contest_flag",
        sa.Column("id", types.id_column(), nullable=False),
        sa.Column("contest_id", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("entry_id", sa.BigInteger(), nullable=True),
        sa.Column("evidence", types.json_column(), nullable=False),
        sa.Column("found_at", types.UtcDateTime(), nullable=False),
        sa.Column("settled_at", types.UtcDateTime(), nullable=True),
        sa.Column("settled_by", sa.String(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("contest_id", "key"),
    )
    op.create_table(
        "contest_mark",
        sa.Column("id", types.id_column(), nullable=False),
        sa.Column("contest_id", sa.BigInteger(), nullable=False),
        sa.Column("entry_id", sa.BigInteger(), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("criterion", sa.String(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("at", types.UtcDateTime(), nullable=False),
        sa.Column("ended_at", types.UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("contest_mark", schema=None) as batch_op:
        batch_op.create_index("ix_contest_mark_entry", ["entry_id", "account_id"], unique=False)
        batch_op.create_index("ix_contest_mark_judge", ["contest_id", "account_id"], unique=False)

    op.create_table(
        "contest_measure",
        sa.Column("id", types.id_column(), nullable=False),
        sa.Column("contest_id", sa.BigInteger(), nullable=False),
        sa.Column("entry_id", sa.BigInteger(), nullable=False),
        sa.Column("metrics", types.json_column(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.Column("at", types.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("contest_measure", schema=None) as batch_op:
        batch_op.create_index("ix_contest_measure_entry", ["entry_id", "id"], unique=False)

    op.create_table(
        "contest_point",
        sa.Column("id", types.id_column(), nullable=False),
        sa.Column("contest_id", sa.BigInteger(), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("entry_id", sa.BigInteger(), nullable=True),
        sa.Column("task", sa.String(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("at", types.UtcDateTime(), nullable=False),
        sa.Column("ended_at", types.UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("contest_point", schema=None) as batch_op:
        batch_op.create_index("ix_contest_point_account", ["account_id", "contest_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_contest_point_entry_id"), ["entry_id"], unique=False)

    op.create_table(
        "contest_score",
        sa.Column("contest_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("score", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("standings", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("contest_id", "score"),
    )
    op.create_table(
        "contest_standing",
        sa.Column("id", types.id_column(), nullable=False),
        sa.Column("contest_id", sa.BigInteger(), nullable=False),
        sa.Column("entry_id", sa.BigInteger(), nullable=True),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("votes", sa.BigInteger(), nullable=False),
        sa.Column("jury", sa.BigInteger(), nullable=False),
        sa.Column("engagement", sa.BigInteger(), nullable=False),
        sa.Column("points", sa.BigInteger(), nullable=False),
        sa.Column("score", sa.BigInteger(), nullable=False),
        sa.Column("tie", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("contest_id", "entry_id"),
    )
    with op.batch_alter_table("contest_standing", schema=None) as batch_op:
        batch_op.create_index("ix_contest_standing_account", ["account_id", "contest_id"], unique=False)
        batch_op.create_index("ix_contest_standing_rank", ["contest_id", "score", "tie"], unique=False)

    op.create_table(
        "contest_vote",
        sa.Column("id", types.id_column(), nullable=False),
        sa.Column("contest_id", sa.BigInteger(), nullable=False),
        sa.Column("entry_id", sa.BigInteger(), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.Column("via", sa.String(), nullable=False),
        sa.Column("at", types.UtcDateTime(), nullable=False),
        sa.Column("ended_at", types.UtcDateTime(), nullable=True),
        sa.Column("why_ended", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("contest_vote", schema=None) as batch_op:
        batch_op.create_index("ix_contest_vote_at", ["contest_id", "at"], unique=False)
        batch_op.create_index("ix_contest_vote_entry", ["entry_id", "at"], unique=False)
        batch_op.create_index(
            "uq_contest_vote_live",
            ["account_id", "contest_id", "entry_id"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "creator",
        sa.Column("id", types.id_column(), nullable=False),
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("external_id", sa.String(), nullable=False),
        sa.Column("handle", sa.String(), nullable=True),
        sa.Column("name", sa.String(), nullable=True),
        sa.Column("url", sa.String(), nullable=True),
        sa.Column("avatar_url", sa.String(), nullable=True),
        sa.Column("followers", sa.Integer(), nullable=True),
        sa.Column("identity", sa.String(), nullable=False),
        sa.Column("blocked_at", types.UtcDateTime(), nullable=True),
        sa.Column("blocked_by", sa.String(), nullable=True),
        sa.Column("blocked_reason", sa.String(), nullable=True),
        sa.Column("first_seen_at", types.UtcDateTime(), nullable=False),
        sa.Column("updated_at", types.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("platform", "external_id"),
    )
    with op.batch_alter_table("creator", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_creator_identity"), ["identity"], unique=False)

    op.create_table(
        "creator_event",
        sa.Column("id", types.id_column(), nullable=False),
        sa.Column("creator_id", sa.BigInteger(), nullable=False),
        sa.Column("event", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("by_name", sa.String(), nullable=False),
        sa.Column("data", types.json_column(), nullable=False),
        sa.Column("request_id", sa.String(), nullable=True),
        sa.Column("at", types.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("request_id"),
    )
    with op.batch_alter_table("creator_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_creator_event_creator_id"), ["creator_id"], unique=False)

    op.create_table(
        "curation_mark",
        sa.Column("id", types.id_column(), nullable=False),
        sa.Column("item_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("until", types.UtcDateTime(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("days", sa.Integer(), nullable=True),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("by_name", sa.String(), nullable=False),
        sa.Column("at", types.UtcDateTime(), nullable=False),
        sa.Column("ended_at", types.UtcDateTime(), nullable=True),
        sa.Column("ended_by", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("curation_mark", schema=None) as batch_op:
        batch_op.create_index(
            "ix_curation_mark_kind",
            ["kind", "item_id"],
            unique=False,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.create_index(
            "uq_curation_mark_live",
            ["item_id", "kind"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "curation_override",
        sa.Column("id", types.id_column(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("value", types.json_column(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("by_name", sa.String(), nullable=False),
        sa.Column("at", types.UtcDateTime(), nullable=False),
        sa.Column("ended_at", types.UtcDateTime(), nullable=True),
        sa.Column("ended_by", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("curation_override", schema=None) as batch_op:
        batch_op.create_index(
            "uq_curation_override_live",
            ["key"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "digest",
        sa.Column("id", types.id_column(), nullable=False),
        sa.Column("schedule_id", sa.BigInteger(), nullable=True),
        sa.Column("request_key", sa.String(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("face", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("edition", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("cadence", sa.String(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("starts_at", types.UtcDateTime(), nullable=False),
        sa.Column("ends_at", types.UtcDateTime(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("problem", sa.String(), nullable=True),
        sa.Column("document", types.json_column(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(), nullable=True),
        sa.Column("pictures", sa.String(), nullable=False),
        sa.Column("picture_tries", sa.Integer(), nullable=False),
        sa.Column("missing", types.json_column(), nullable=False),
        sa.Column("shown_revision", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("due_at", types.UtcDateTime(), nullable=False),
        sa.Column("made_at", types.UtcDateTime(), nullable=False),
        sa.Column("begun_at", types.UtcDateTime(), nullable=True),
        sa.Column("sent_at", types.UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("request_key"),
        sa.UniqueConstraint("schedule_id", "name"),
    )
    with op.batch_alter_table("digest", schema=None) as batch_op:
        batch_op.create_index("ix_digest_name", ["name", "id"], unique=False)
        batch_op.create_index("ix_digest_place", ["face", "place", "id"], unique=False)
        batch_op.create_index(
            "ix_digest_redraw",
            ["id"],
            unique=False,
            sqlite_where=sa.text("state = 'sent' AND shown_revision < revision"),
            postgresql_where=sa.text("state = 'sent' AND shown_revision < revision"),
        )
        batch_op.create_index(
            "ix_digest_waiting",
            ["id"],
            unique=False,
            sqlite_where=sa.text("state IN ('due', 'sending')"),
            postgresql_where=sa.text("state IN ('due', 'sending')"),
        )

    op.create_table(
        "digest_ambassador",
        sa.Column("digest_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("ambassador_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("gone", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("digest_id", "ambassador_id"),
    )
    with op.batch_alter_table("digest_ambassador", schema=None) as batch_op:
        batch_op.create_index(
            "ix_digest_ambassador_standing",
            ["ambassador_id", "digest_id"],
            unique=False,
            sqlite_where=sa.text("NOT gone"),
            postgresql_where=sa.text("NOT gone"),
        )

    op.create_table(
        "digest_creator",
        sa.Column("digest_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("creator_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("gone", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("digest_id", "creator_id"),
    )
    with op.batch_alter_table("digest_creator", schema=None) as batch_op:
        batch_op.create_index("ix_digest_creator_creator", ["creator_id"], unique=False)
        batch_op.create_index(
            "ix_digest_creator_standing",
            ["creator_id", "digest_id"],
            unique=False,
            sqlite_where=sa.text("NOT gone"),
            postgresql_where=sa.text("NOT gone"),
        )

    op.create_table(
        "digest_item",
        sa.Column("digest_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("item_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("gone", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("digest_id", "item_id"),
    )
    with op.batch_alter_table("digest_item", schema=None) as batch_op:
        batch_op.create_index("ix_digest_item_item", ["item_id"], unique=False)
        batch_op.create_index(
            "ix_digest_item_standing",
            ["item_id", "digest_id"],
            unique=False,
            sqlite_where=sa.text("NOT gone"),
            postgresql_where=sa.text("NOT gone"),
        )

    op.create_table(
        "digest_schedule",
        sa.Column("id", types.id_column(), nullable=False),
        sa.Column("face", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("edition", sa.String(), nullable=False),
        sa.Column("cadence", sa.String(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("hour", sa.Integer(), nullable=False),
        sa.Column("minute", sa.Integer(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("quiet_days", types.json_column(), nullable=False),
        sa.Column("holidays", sa.String(), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("wished", types.json_column(), nullable=True),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("changed_by", sa.String(), nullable=True),
        sa.Column("made_at", types.UtcDateTime(), nullable=False),
        sa.Column("changed_at", types.UtcDateTime(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("handled", sa.Date(), nullable=False),
        sa.Column("next_due_at", types.UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("face", "place", "edition", "cadence"),
    )
    with op.batch_alter_table("digest_schedule", schema=None) as batch_op:
        batch_op.create_index(
            "ix_digest_schedule_due",
            ["next_due_at"],
            unique=False,
            sqlite_where=sa.text("next_due_at IS NOT NULL"),
            postgresql_where=sa.text("next_due_at IS NOT NULL"),
        )

    op.create_table(
        "discord_commands",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("told_at", types.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("guild_id"),
    )
    op.create_table(
        "discord_kept",
        sa.Column("interaction_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("given", types.json_column(), nullable=False),
        sa.Column("kept_at", types.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("interaction_id"),
    )
    with op.batch_alter_table("discord_kept", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_discord_kept_kept_at"), ["kept_at"], unique=False)

    op.create_table(
        "discord_message",
        sa.Column("id", types.id_column(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("contest_id", sa.BigInteger(), nullable=True),
        sa.Column("entry_id", sa.BigInteger(), nullable=True),
        sa.Column("account_id", sa.BigInteger(), nullable=True),
        sa.Column("channel_id", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("replaces", sa.BigInteger(), nullable=True),
        sa.Column("drawn", sa.String(), nullable=False),
        sa.Column("attempted_at", types.UtcDateTime(), nullable=True),
        sa.Column("posted_at", types.UtcDateTime(), nullable=True),
        sa.Column("edited_at", types.UtcDateTime(), nullable=True),
        sa.Column("lost", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("key"),
    )
    with op.batch_alter_table("discord_message", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_discord_message_account_id"), ["account_id"], unique=False)
        batch_op.create_index("ix_discord_message_contest", ["contest_id", "kind"], unique=False)
        batch_op.create_index("ix_discord_message_entry", ["entry_id", "kind"], unique=False)

    op.create_table(
        "discord_role_given",
        sa.Column("award_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("role_id", sa.BigInteger(), nullable=False),
        sa.Column("given_at", types.UtcDateTime(), nullable=False),
        sa.Column("taken_at", types.UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("award_id"),
    )
    op.create_table(
        "do_not_contact",
        sa.Column("id", types.id_column(), nullable=False),
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("account_hash", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", types.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("platform", "account_hash"),
    )
    op.create_table(
        "due_time",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("due_at", types.UtcDateTime(), nullable=False),
        sa.Column("trigger", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    with op.batch_alter_table("due_time", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_due_time_due_at"), ["due_at"], unique=False)

    op.create_table(
        "erased_mark",
        sa.Column("id", types.id_column(), nullable=False),
        sa.Column("erasure_id", sa.BigInteger(), nullable=False),
        sa.Column("mark", sa.String(), nullable=False),
        sa.Column("dropped", sa.Integer(), nullable=False),
        sa.Column("dropped_at", types.UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("mark"),
    )
    with op.batch_alter_table("erased_mark", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_erased_mark_erasure_id"), ["erasure_id"], unique=False)

    op.create_table(
        "erasure",
        sa.Column("id", types.id_column(), nullable=False),
        sa.Column("creator_id", sa.BigInteger(), nullable=False),
        sa.Column("creators", types.json_column(), nullable=False),
        sa.Column("accounts", types.json_column(), nullable=False),
        sa.Column("platforms", types.json_column(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("by_name", sa.String(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("names", types.json_column(), nullable=False),
        sa.Column("files", types.json_column(), nullable=False),
        sa.Column("counts", types.json_column(), nullable=False),
        sa.Column("left", types.json_column(), nullable=False),
        sa.Column("started_at", types.UtcDateTime(), nullable=False),
        sa.Column("moved_at", types.UtcDateTime(), nullable=False),
        sa.Column("finished_at", types.UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("erasure", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_erasure_creator_id"), ["creator_id"], unique=False)

    op.create_table(
        "failed_work",
        sa.Column("id", types.id_column(), nullable=False),
        sa.Column("work_id", sa.String(), nullable=False),
        sa.Column("job", sa.String(), nullable=False),
        sa.Column("problem", sa.String(), nullable=False),
        sa.Column("remedy", sa.String(), nullable=False),
        sa.Column("at", types.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("work_id"),
    )
    with op.batch_alter_table("failed_work", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_failed_work_at"), ["at"], unique=False)

    op.create_table(
        "heard_answer",
        sa.Column("id", types.id_column(), nullable=False),
        sa.Column("watch_id", sa.BigInteger(), nullable=False),
        sa.Column("external_id", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("heard_at", types.UtcDateTime(), nullable=False),
        sa.Column("missing", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("watch_id", "external_id"),
    )
    with op.batch_alter_table("heard_answer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_heard_answer_external_id"), ["external_id"], unique=False)

    op.create_table(
        "identity",
        sa.Column("id", types.id_column(), nullable=False),
        sa.Column("made_at", types.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "identity_event",
        sa.Column("id", types.id_column(), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("identity_id", sa.BigInteger(), nullable=False),
        sa.Column("event", sa.String(), nullable=False),
        sa.Column("how", sa.String(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("via", sa.String(), nullable=False),
        sa.Column("data", types.json_column(), nullable=False),
        sa.Column("at", types.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("identity_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_identity_event_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_identity_event_identity_id"), ["identity_id"], unique=False)

    op.create_table(
        "insight_bucket",
        sa.Column("id", types.id_column(), nullable=False),
        sa.Column("starts_at", types.UtcDateTime(), nullable=False),
        sa.Column("ends_at", types.UtcDateTime(), nullable=False),
        sa.Column("counted_at", types.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("starts_at"),
    )
    op.create_table(
        "insight_count",
        sa.Column("bucket_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("slice", sa.String(), nullable=False),
        sa.Column("measure", sa.String(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("bucket_id", "slice", "measure"),
    )
    op.create_table(
        "insight_creator",
        sa.Column("bucket_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("creator_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("found", sa.BigInteger(), nullable=False),
        sa.Column("gained", sa.BigInteger(), nullable=False),
        sa.Column("first", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("bucket_id", "creator_id"),
    )
    with op.batch_alter_table("insight_creator", schema=None) as batch_op:
        batch_op.create_index("ix_insight_creator_creator", ["creator_id"], unique=False)

    op.create_table(
        "insight_item",
        sa.Column("bucket_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("item_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("gained", sa.BigInteger(), nullable=False),
        sa.Column("views", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("bucket_id", "item_id"),
    )
    with op.batch_alter_table("insight_item", schema=None) as batch_op:
        batch_op.create_index("ix_insight_item_item", ["item_id"], unique=False)

    op.create_table(
        "insight_state",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("followed_to", types.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "item",
        sa.Column("id", types.id_column(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("creator_id", sa.BigInteger(), nullable=True),
        sa.Column("creator_identity", sa.String(), nullable=False),
        sa.Column("name_identity", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=True),
        sa.Column("declared_language", sa.String(), nullable=True),
        sa.Column("sentiment", sa.String(), nullable=True),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=True),
        sa.Column("rating", sa.Float(), nullable=True),
        sa.Column("rating_scale", sa.Float(), nullable=True),
        sa.Column("metrics", types.json_column(), nullable=False),
        sa.Column("tags", types.json_column(), nullable=False),
        sa.Column("why", types.json_column(), nullable=False),
        sa.Column("notes", types.json_column(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("match_key", sa.String(), nullable=False),
        sa.Column("name_match_key", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("life", sa.String(), nullable=False),
        sa.Column("ended_at", types.UtcDateTime(), nullable=True),
        sa.Column("media_hidden", sa.Boolean(), nullable=False),
        sa.Column("published_at", types.UtcDateTime(), nullable=True),
        sa.Column("found_at", types.UtcDateTime(), nullable=False),
        sa.Column("updated_at", types.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_item_creator_id"), ["creator_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_item_found_at"), ["found_at"], unique=False)
        batch_op.create_index("ix_item_match", ["match_key", "id"], unique=False)
        batch_op.create_index("ix_item_name_match", ["name_match_key", "id"], unique=False)

    op.create_table(
        "item_version",
        sa.Column("id", types.id_column(), nullable=False),
        sa.Column("item_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("rating", sa.Float(), nullable=True),
        sa.Column("superseded_at", types.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("item_id", "number"),
    )
    op.create_table(
        "link",
        sa.Column("id", types.id_column(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("item_id", sa.BigInteger(), nullable=False),
        sa.Column("owner", sa.BigInteger(), nullable=True),
        sa.Column("network", sa.String(), nullable=False),
        sa.Column("target", sa.String(), nullable=True),
        sa.Column("disclosure", sa.String(), nullable=False),
        sa.Column("credit", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("campaign", sa.String(), nullable=False),
        sa.Column("made_at", types.UtcDateTime(), nullable=False),
        sa.Column("ended_at", types.UtcDateTime(), nullable=True),
        sa.Column("why_ended", sa.String(), nullable=False),
        sa.Column("changed", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("code"),
    )
    with op.batch_alter_table("link", schema=None) as batch_op:
        batch_op.create_index(
            "ix_link_changed",
            ["changed"],
            unique=False,
            sqlite_where=sa.text("changed > 0"),
            postgresql_where=sa.text("changed > 0"),
        )
        batch_op.create_index(batch_op.f("ix_link_item_id"), ["item_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_link_owner"), ["owner"], unique=False)

    op.create_table(
        "link_code",
        sa.Column("id", types.id_column(), nullable=False),
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("made_at", types.UtcDateTime(), nullable=False),
        sa.Column("expires_at", types.UtcDateTime(), nullable=False),
        sa.Column("used_at", types.UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("code_hash"),
    )
    with op.batch_alter_table("link_code", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_link_code_account_id"), ["account_id"], unique=False)

    op.create_table(
        "link_conversion",
        sa.Column("id", types.id_column(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("link_id", sa.BigInteger(), nullable=False),
        sa.Column("clicked_at", types.UtcDateTime(), nullable=False),
        sa.Column("at", types.UtcDateTime(), nullable=False),
        sa.Column("how", sa.String(), nullable=False),
        sa.Column("value_micros", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("key"),
    )
    with op.batch_alter_table("link_conversion", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_link_conversion_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_link_conversion_link_id"), ["link_id"], unique=False)

    op.create_table(
        "link_day",
        sa.Column("link_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("clicks", sa.Integer(), nullable=False),
        sa.Column("visitors", sa.Integer(), nullable=False),
        sa.Column("machines", sa.BigInteger(), nullable=False),
        sa.Column("ignored", sa.BigInteger(), nullable=False),
        sa.Column("first_at", types.UtcDateTime(), nullable=True),
        sa.Column("clicked_at", types.UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("link_id", "day"),
    )
    with op.batch_alter_table("link_day", schema=None) as batch_op:
        batch_op.create_index("ix_link_day_clicked_at", ["clicked_at"], unique=False)
        batch_op.create_index("ix_link_day_day", ["day"], unique=False)

    op.create_table(
        "link_salt",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("day"),
    )
    op.create_table(
        "link_source",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("clicks", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", "kind", "name"),
    )
    op.create_table(
        "link_visitor",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("link_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("who", sa.LargeBinary(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("day", "link_id", "who"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "measurement",
        sa.Column("id", types.id_column(), nullable=False),
        sa.Column("item_id", sa.BigInteger(), nullable=False),
        sa.Column("at", types.UtcDateTime(), nullable=False),
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("first", sa.Boolean(), nullable=False),
        sa.Column("reset", sa.Boolean(), nullable=False),
        sa.Column("stood", types.json_column(), nullable=False),
        sa.Column("likes", sa.BigInteger(), nullable=True),
        sa.Column("comments", sa.BigInteger(), nullable=True),
        sa.Column("shares", sa.BigInteger(), nullable=True),
        sa.Column("saves", sa.BigInteger(), nullable=True),
        sa.Column("views", sa.BigInteger(), nullable=True),
        sa.Column("reach", sa.BigInteger(), nullable=True),
        sa.Column("gained_likes", sa.BigInteger(), nullable=False),
        sa.Column("gained_comments", sa.BigInteger(), nullable=False),
        sa.Column("gained_shares", sa.BigInteger(), nullable=False),
        sa.Column("gained_saves", sa.BigInteger(), nullable=False),
        sa.Column("gained_views", sa.BigInteger(), nullable=False),
        sa.Column("gained_reach", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", types.UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("measurement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_measurement_at"), ["at"], unique=False)
        batch_op.create_index(
            "ix_measurement_expires_at",
            ["expires_at"],
            unique=False,
            sqlite_where=sa.text("expires_at IS NOT NULL"),
            postgresql_where=sa.text("expires_at IS NOT NULL"),
        )
        batch_op.create_index("ix_measurement_item", ["item_id", "at"], unique=False)

    op.create_table(
        "media",
        sa.Column("id", types.id_column(), nullable=False),
        sa.Column("item_id", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("preview_url", sa.String(), nullable=True),
        sa.Column("alt", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("problem", sa.String(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("retry_at", types.UtcDateTime(), nullable=True),
        sa.Column("file", sa.String(), nullable=True),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("cached_at", types.UtcDateTime(), nullable=True),
        sa.Column("expires_at", types.UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("media", schema=None) as batch_op:
        batch_op.create_index(
            "ix_media_cached",
            ["cached_at", "id"],
            unique=False,
            sqlite_where=sa.text("state = 'cached'"),
            postgresql_where=sa.text("state = 'cached'"),
        )
        batch_op.create_index(
            "ix_media_expires_at",
            ["expires_at"],
            unique=False,
            sqlite_where=sa.text("expires_at IS NOT NULL"),
            postgresql_where=sa.text("expires_at IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_media_file",
            ["file"],
            unique=False,
            sqlite_where=sa.text("file IS NOT NULL"),
            postgresql_where=sa.text("file IS NOT NULL"),
        )
        batch_op.create_index(batch_op.f("ix_media_item_id"), ["item_id"], unique=False)
        batch_op.create_index(
            "ix_media_pending",
            ["id"],
            unique=False,
            sqlite_where=sa.text("state = 'pending'"),
            postgresql_where=sa.text("state = 'pending'"),
        )

    op.create_table(
        "review",
        sa.Column("item_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("display_revision", sa.Integer(), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("severity", sa.Integer(), nullable=False),
        sa.Column("queued_at", types.UtcDateTime(), nullable=False),
        sa.Column("decided_by", sa.String(), nullable=True),
        sa.Column("decided_by_name", sa.String(), nullable=True),
        sa.Column("decided_at", types.UtcDateTime(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("escalated_to", sa.String(), nullable=True),
        sa.Column("followed", sa.Boolean(), nullable=False),
        sa.Column("claimed_by", sa.String(), nullable=True),
        sa.Column("claimed_until", types.UtcDateTime(), nullable=True),
        sa.Column("changed_at", types.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("item_id"),
    )
    with op.batch_alter_table("review", schema=None) as batch_op:
        batch_op.create_index(
            "ix_review_claimed_by",
            ["claimed_by"],
            unique=False,
            sqlite_where=sa.text("claimed_by IS NOT NULL"),
            postgresql_where=sa.text("claimed_by IS NOT NULL"),
        )
        batch_op.create_index("ix_review_queue", ["status", "priority", "queued_at"], unique=False)
        batch_op.create_index("ix_review_status_changed", ["status", "changed_at"], unique=False)
        batch_op.create_index(
            "ix_review_waiting",
            ["queued_at", "item_id", "severity", "status"],
            unique=False,
            sqlite_where=sa.text("coalesce(status, '') IN ('escalated', 'queued')"),
            postgresql_where=sa.text("coalesce(status, '') IN ('escalated', 'queued')"),
        )

    op.create_table(
        "review_event",
        sa.Column("id", types.id_column(), nullable=False),
        sa.Column("item_id", sa.BigInteger(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("actor_name", sa.String(), nullable=False),
        sa.Column("via", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("data", types.json_column(), nullable=False),
        sa.Column("request_id", sa.String(), nullable=True),
        sa.Column("at", types.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("item_id", "revision"),
        sa.UniqueConstraint("request_id"),
    )
    with op.batch_alter_table("review_event", schema=None) as batch_op:
        batch_op.create_index("ix_review_event_at", ["at"], unique=False)

    op.create_table(
        "rights_chain",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("checked_at", types.UtcDateTime(), nullable=True),
        sa.Column("checked_to", sa.BigInteger(), nullable=False),
        sa.Column("broken_since", types.UtcDateTime(), nullable=True),
        sa.Column("broken_at", sa.BigInteger(), nullable=False),
        sa.Column("problem", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "screening_flag",
        sa.Column("id", types.id_column(), nullable=False),
        sa.Column("item_id", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("check_key", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("severity", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("field", sa.String(), nullable=True),
        sa.Column("start_offset", sa.Integer(), nullable=True),
        sa.Column("end_offset", sa.Integer(), nullable=True),
        sa.Column("excerpt", sa.String(), nullable=True),
        sa.Column("raised_at", types.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("screening_flag", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_screening_flag_item_id"), ["item_id"], unique=False)

    op.create_table(
        "sighting",
        sa.Column("id", types.id_column(), nullable=False),
        sa.Column("item_id", sa.BigInteger(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("external_id", sa.String(), nullable=False),
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=True),
        sa.Column("url_key", sa.String(), nullable=False),
        sa.Column("piece_key", sa.String(), nullable=False),
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column("first_seen_at", types.UtcDateTime(), nullable=False),
        sa.Column("last_seen_at", types.UtcDateTime(), nullable=False),
        sa.Column("removed_at", types.UtcDateTime(), nullable=True),
        sa.Column("next_look_at", types.UtcDateTime(), nullable=True),
        sa.Column("missing_since", types.UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("source", "external_id"),
    )
    with op.batch_alter_table("sighting", schema=None) as batch_op:
        batch_op.create_index("ix_sighting_found", ["source", "first_seen_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_sighting_item_id"), ["item_id"], unique=False)
        batch_op.create_index("ix_sighting_piece", ["piece_key"], unique=False)
        batch_op.create_index("ix_sighting_url", ["url_key"], unique=False)

    op.create_table(
        "slack_file",
        sa.Column("media_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("file_id", sa.String(), nullable=False),
        sa.Column("uploaded_at", types.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("media_id"),
    )
    op.create_table(
        "slack_message",
        sa.Column("id", types.id_column(), nullable=False),
        sa.Column("key", sa.String().with_variant(sa.String(collation="C"), "postgresql"), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("ts", sa.String(), nullable=True),
        sa.Column("rendered", sa.String(), nullable=False),
        sa.Column("attempted_at", types.UtcDateTime(), nullable=True),
        sa.Column("posted_at", types.UtcDateTime(), nullable=True),
        sa.Column("lost", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("key"),
    )
    with op.batch_alter_table("slack_message", schema=None) as batch_op:
        batch_op.create_index(
            "ix_slack_message_held",
            ["id"],
            unique=False,
            sqlite_where=sa.text("kind = 'pick_held'"),
            postgresql_where=sa.text("kind = 'pick_held'"),
        )
        batch_op.create_index("ix_slack_message_place", ["channel", "ts"], unique=False)

    op.create_table(
        "slack_message_item",
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("item_id", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("shown_revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("message_id", "item_id"),
    )
    with op.batch_alter_table("slack_message_item", schema=None) as batch_op:
        batch_op.create_index("ix_slack_message_item_item", ["item_id"], unique=False)

    op.create_table(
        "snapshot",
        sa.Column("id", types.id_column(), nullable=False),
        sa.Column("item_id", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=True),
        sa.Column("language", sa.String(), nullable=True),
        sa.Column("media", types.json_column(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("at", types.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("snapshot", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_snapshot_item_id"), ["item_id"], unique=False)

    op.create_table(
        "source_failure",
        sa.Column("id", types.id_column(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("remedy", sa.String(), nullable=False),
        sa.Column("at", types.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("source_failure", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_source_failure_source"), ["source"], unique=False)

    op.create_table(
        "source_state",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("cursor", types.json_column(), nullable=False),
        sa.Column("next_poll_at", types.UtcDateTime(), nullable=True),
        sa.Column("last_polled_at", types.UtcDateTime(), nullable=True),
        sa.Column("last_success_at", types.UtcDateTime(), nullable=True),
        sa.Column("last_item_at", types.UtcDateTime(), nullable=True),
        sa.Column("failures_in_a_row", sa.Integer(), nullable=False),
        sa.Column("lost_since", types.UtcDateTime(), nullable=True),
        sa.Column("problem", sa.String(), nullable=True),
        sa.Column("remedy", sa.String(), nullable=True),
        sa.Column("items_found", sa.Integer(), nullable=False),
        sa.Column("looks", types.json_column(), nullable=False),
        sa.Column("published_due_at", types.UtcDateTime(), nullable=True),
        sa.Column("paused", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    with op.batch_alter_table("source_state", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_source_state_next_poll_at"), ["next_poll_at"], unique=False)

    op.create_table(
        "takedown",
        sa.Column("id", types.id_column(), nullable=False),
        sa.Column("item_id", sa.BigInteger(), nullable=False),
        sa.Column("ask_id", sa.BigInteger(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("at", types.UtcDateTime(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("by_name", sa.String(), nullable=False),
        sa.Column("gone_at", types.UtcDateTime(), nullable=True),
        sa.Column("lifted_at", types.UtcDateTime(), nullable=True),
        sa.Column("lifted_by", sa.String(), nullable=True),
        sa.Column("lifted_by_name", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("takedown", schema=None) as batch_op:
        batch_op.create_index("ix_takedown_item", ["item_id", "id"], unique=False)
        batch_op.create_index(
            "uq_takedown_standing",
            ["item_id"],
            unique=True,
            sqlite_where=sa.text("lifted_at IS NULL"),
            postgresql_where=sa.text("lifted_at IS NULL"),
        )

    op.create_table(
        "wake_up",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("pending", sa.Boolean(), nullable=False),
        sa.Column("since", types.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    with op.batch_alter_table("wake_up", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_wake_up_since"), ["since"], unique=False)

    op.create_table(
        "webhook_delivery",
        sa.Column("id", types.id_column(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("delivery_key", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("received_at", types.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("delivery_key"),
    )
    with op.batch_alter_table("webhook_delivery", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_webhook_delivery_source"), ["source"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("webhook_delivery", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_webhook_delivery_source"))

    op.drop_table("webhook_delivery")
    with op.batch_alter_table("wake_up", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_wake_up_since"))

    op.drop_table("wake_up")
    with op.batch_alter_table("takedown", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_takedown_standing",
            sqlite_where=sa.text("lifted_at IS NULL"),
            postgresql_where=sa.text("lifted_at IS NULL"),
        )
        batch_op.drop_index("ix_takedown_item")

    op.drop_table("takedown")
    with op.batch_alter_table("source_state", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_source_state_next_poll_at"))

    op.drop_table("source_state")
    with op.batch_alter_table("source_failure", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_source_failure_source"))

    op.drop_table("source_failure")
    with op.batch_alter_table("snapshot", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_snapshot_item_id"))

    op.drop_table("snapshot")
    with op.batch_alter_table("slack_message_item", schema=None) as batch_op:
        batch_op.drop_index("ix_slack_message_item_item")

    op.drop_table("slack_message_item")
    with op.batch_alter_table("slack_message", schema=None) as batch_op:
        batch_op.drop_index("ix_slack_message_place")
        batch_op.drop_index(
            "ix_slack_message_held",
            sqlite_where=sa.text("kind = 'pick_held'"),
            postgresql_where=sa.text("kind = 'pick_held'"),
        )

    op.drop_table("slack_message")
    op.drop_table("slack_file")
    with op.batch_alter_table("sighting", schema=None) as batch_op:
        batch_op.drop_index("ix_sighting_url")
        batch_op.drop_index("ix_sighting_piece")
        batch_op.drop_index(batch_op.f("ix_sighting_item_id"))
        batch_op.drop_index("ix_sighting_found")

    op.drop_table("sighting")
    with op.batch_alter_table("screening_flag", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_screening_flag_item_id"))

    op.drop_table("screening_flag")
    op.drop_table("rights_chain")
    with op.batch_alter_table("review_event", schema=None) as batch_op:
        batch_op.drop_index("ix_review_event_at")

    op.drop_table("review_event")
    with op.batch_alter_table("review", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_review_waiting",
            sqlite_where=sa.text("coalesce(status, '') IN ('escalated', 'queued')"),
            postgresql_where=sa.text("coalesce(status, '') IN ('escalated', 'queued')"),
        )
        batch_op.drop_index("ix_review_status_changed")
        batch_op.drop_index("ix_review_queue")
        batch_op.drop_index(
            "ix_review_claimed_by",
            sqlite_where=sa.text("claimed_by IS NOT NULL"),
            postgresql_where=sa.text("claimed_by IS NOT NULL"),
        )

    op.drop_table("review")
    with op.batch_alter_table("media", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_media_pending",
            sqlite_where=sa.text("state = 'pending'"),
            postgresql_where=sa.text("state = 'pending'"),
        )
        batch_op.drop_index(batch_op.f("ix_media_item_id"))
        batch_op.drop_index(
            "ix_media_file",
            sqlite_where=sa.text("file IS NOT NULL"),
            postgresql_where=sa.text("file IS NOT NULL"),
        )
        batch_op.drop_index(
            "ix_media_expires_at",
            sqlite_where=sa.text("expires_at IS NOT NULL"),
            postgresql_where=sa.text("expires_at IS NOT NULL"),
        )
        batch_op.drop_index(
            "ix_media_cached",
            sqlite_where=sa.text("state = 'cached'"),
            postgresql_where=sa.text("state = 'cached'"),
        )

    op.drop_table("media")
    with op.batch_alter_table("measurement", schema=None) as batch_op:
        batch_op.drop_index("ix_measurement_item")
        batch_op.drop_index(
            "ix_measurement_expires_at",
            sqlite_where=sa.text("expires_at IS NOT NULL"),
            postgresql_where=sa.text("expires_at IS NOT NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_measurement_at"))

    op.drop_table("measurement")
    op.drop_table("link_visitor")
    op.drop_table("link_source")
    op.drop_table("link_salt")
    with op.batch_alter_table("link_day", schema=None) as batch_op:
        batch_op.drop_index("ix_link_day_day")
        batch_op.drop_index("ix_link_day_clicked_at")

    op.drop_table("link_day")
    with op.batch_alter_table("link_conversion", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_link_conversion_link_id"))
        batch_op.drop_index(batch_op.f("ix_link_conversion_at"))

    op.drop_table("link_conversion")
    with op.batch_alter_table("link_code", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_link_code_account_id"))

    op.drop_table("link_code")
    with op.batch_alter_table("link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_link_owner"))
        batch_op.drop_index(batch_op.f("ix_link_item_id"))
        batch_op.drop_index(
            "ix_link_changed", sqlite_where=sa.text("changed > 0"), postgresql_where=sa.text("changed > 0")
        )

    op.drop_table("link")
    op.drop_table("item_version")
    with op.batch_alter_table("item", schema=None) as batch_op:
        batch_op.drop_index("ix_item_name_match")
        batch_op.drop_index("ix_item_match")
        batch_op.drop_index(batch_op.f("ix_item_found_at"))
        batch_op.drop_index(batch_op.f("ix_item_creator_id"))

    op.drop_table("item")
    op.drop_table("insight_state")
    with op.batch_alter_table("insight_item", schema=None) as batch_op:
        batch_op.drop_index("ix_insight_item_item")

    op.drop_table("insight_item")
    with op.batch_alter_table("insight_creator", schema=None) as batch_op:
        batch_op.drop_index("ix_insight_creator_creator")

    op.drop_table("insight_creator")
    op.drop_table("insight_count")
    op.drop_table("insight_bucket")
    with op.batch_alter_table("identity_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_identity_event_identity_id"))
        batch_op.drop_index(batch_op.f("ix_identity_event_account_id"))

    op.drop_table("identity_event")
    op.drop_table("identity")
    with op.batch_alter_table("heard_answer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_heard_answer_external_id"))

    op.drop_table("heard_answer")
    with op.batch_alter_table("failed_work", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_failed_work_at"))

    op.drop_table("failed_work")
    with op.batch_alter_table("erasure", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_erasure_creator_id"))

    op.drop_table("erasure")
    with op.batch_alter_table("erased_mark", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_erased_mark_erasure_id"))

    op.drop_table("erased_mark")
    with op.batch_alter_table("due_time", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_due_time_due_at"))

    op.drop_table("due_time")
    op.drop_table("do_not_contact")
    op.drop_table("discord_role_given")
    with op.batch_alter_table("discord_message", schema=None) as batch_op:
        batch_op.drop_index("ix_discord_message_entry")
        batch_op.drop_index("ix_discord_message_contest")
        batch_op.drop_index(batch_op.f("ix_discord_message_account_id"))

    op.drop_table("discord_message")
    with op.batch_alter_table("discord_kept", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_discord_kept_kept_at"))

    op.drop_table("discord_kept")
    op.drop_table("discord_commands")
    with op.batch_alter_table("digest_schedule", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_digest_schedule_due",
            sqlite_where=sa.text("next_due_at IS NOT NULL"),
            postgresql_where=sa.text("next_due_at IS NOT NULL"),
        )

    op.drop_table("digest_schedule")
    with op.batch_alter_table("digest_item", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_digest_item_standing", sqlite_where=sa.text("NOT gone"), postgresql_where=sa.text("NOT gone")
        )
        batch_op.drop_index("ix_digest_item_item")

    op.drop_table("digest_item")
    with op.batch_alter_table("digest_creator", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_digest_creator_standing",
            sqlite_where=sa.text("NOT gone"),
            postgresql_where=sa.text("NOT gone"),
        )
        batch_op.drop_index("ix_digest_creator_creator")

    op.drop_table("digest_creator")
    with op.batch_alter_table("digest_ambassador", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_digest_ambassador_standing",
            sqlite_where=sa.text("NOT gone"),
            postgresql_where=sa.text("NOT gone"),
        )

    op.drop_table("digest_ambassador")
    with op.batch_alter_table("digest", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_digest_waiting",
            sqlite_where=sa.text("state IN ('due', 'sending')"),
            postgresql_where=sa.text("state IN ('due', 'sending')"),
        )
        batch_op.drop_index(
            "ix_digest_redraw",
            sqlite_where=sa.text("state = 'sent' AND shown_revision < revision"),
            postgresql_where=sa.text("state = 'sent' AND shown_revision < revision"),
        )
        batch_op.drop_index("ix_digest_place")
        batch_op.drop_index("ix_digest_name")

    op.drop_table("digest")
    with op.batch_alter_table("curation_override", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_curation_override_live",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.drop_table("curation_override")
    with op.batch_alter_table("curation_mark", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_curation_mark_live",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.drop_index(
            "ix_curation_mark_kind",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.drop_table("curation_mark")
    with op.batch_alter_table("creator_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_creator_event_creator_id"))

    op.drop_table("creator_event")
    with op.batch_alter_table("creator", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_creator_identity"))

    op.drop_table("creator")
    with op.batch_alter_table("contest_vote", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_contest_vote_live",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.drop_index("ix_contest_vote_entry")
        batch_op.drop_index("ix_contest_vote_at")

    op.drop_table("contest_vote")
    with op.batch_alter_table("contest_standing", schema=None) as batch_op:
        batch_op.drop_index("ix_contest_standing_rank")
        batch_op.drop_index("ix_contest_standing_account")

    op.drop_table("contest_standing")
    op.drop_table("contest_score")
    with op.batch_alter_table("contest_point", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_contest_point_entry_id"))
        batch_op.drop_index("ix_contest_point_account")

    op.drop_table("contest_point")
    with op.batch_alter_table("contest_measure", schema=None) as batch_op:
        batch_op.drop_index("ix_contest_measure_entry")

    op.drop_table("contest_measure")
    with op.batch_alter_table("contest_mark", schema=None) as batch_op:
        batch_op.drop_index("ix_contest_mark_judge")
        batch_op.drop_index("ix_contest_mark_entry")

    op.drop_table("contest_mark")
    op.drop_table("contest_flag")
    op.drop_table("contest_event")
    with op.batch_alter_table("contest_entry", schema=None) as batch_op:
        batch_op.drop_index("ix_contest_entry_status")
        batch_op.drop_index(batch_op.f("ix_contest_entry_item_id"))
        batch_op.drop_index("ix_contest_entry_account")

    op.drop_table("contest_entry")
    with op.batch_alter_table("contest_award", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_contest_award_claim_by",
            sqlite_where=sa.text("status = 'offered'"),
            postgresql_where=sa.text("status = 'offered'"),
        )
        batch_op.drop_index(batch_op.f("ix_contest_award_account_id"))

    op.drop_table("contest_award")
    with op.batch_alter_table("contest", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_contest_due",
            sqlite_where=sa.text("due_at IS NOT NULL"),
            postgresql_where=sa.text("due_at IS NOT NULL"),
        )

    op.drop_table("contest")
    with op.batch_alter_table("content_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_content_event_item_id"))
        batch_op.drop_index(batch_op.f("ix_content_event_at"))

    op.drop_table("content_event")
    with op.batch_alter_table("collection_item", schema=None) as batch_op:
        batch_op.drop_index("ix_collection_item_item")

    op.drop_table("collection_item")
    with op.batch_alter_table("collection_change", schema=None) as batch_op:
        batch_op.drop_index("ix_collection_change_of")

    op.drop_table("collection_change")
    op.drop_table("collection")
    with op.batch_alter_table("clearance", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_clearance_creator_id"))

    op.drop_table("clearance")
    with op.batch_alter_table("campaign_item", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_campaign_item_added_at"))

    op.drop_table("campaign_item")
    op.drop_table("campaign")
    with op.batch_alter_table("ask_watch", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_ask_watch_next",
            sqlite_where=sa.text("next_at IS NOT NULL"),
            postgresql_where=sa.text("next_at IS NOT NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_ask_watch_ask_id"))

    op.drop_table("ask_watch")
    with op.batch_alter_table("ask_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ask_event_item_id"))
        batch_op.drop_index("ix_ask_event_at")

    op.drop_table("ask_event")
    with op.batch_alter_table("ask", schema=None) as batch_op:
        batch_op.drop_index("uq_ask_live", sqlite_where=sa.text("live"), postgresql_where=sa.text("live"))
        batch_op.drop_index("ix_ask_reference")
        batch_op.drop_index(batch_op.f("ix_ask_link_hash"))
        batch_op.drop_index("ix_ask_item")
        batch_op.drop_index(
            "ix_ask_granted",
            sqlite_where=sa.text("status = 'granted'"),
            postgresql_where=sa.text("status = 'granted'"),
        )
        batch_op.drop_index(
            "ix_ask_due",
            sqlite_where=sa.text("due_at IS NOT NULL"),
            postgresql_where=sa.text("due_at IS NOT NULL"),
        )
        batch_op.drop_index("ix_ask_creator")
        batch_op.drop_index(batch_op.f("ix_ask_code_hash"))
        batch_op.drop_index(batch_op.f("ix_ask_changed_at"))
        batch_op.drop_index(
            "ix_ask_answered",
            sqlite_where=sa.text("live AND status = 'answered'"),
            postgresql_where=sa.text("live AND status = 'answered'"),
        )

    op.drop_table("ask")
    with op.batch_alter_table("ambassador_suggestion", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_ambassador_suggestion_waiting",
            sqlite_where=sa.text("state = 'waiting'"),
            postgresql_where=sa.text("state = 'waiting'"),
        )
        batch_op.drop_index(
            "ix_ambassador_suggestion_untold",
            sqlite_where=sa.text("told_at IS NULL AND settled_at IS NOT NULL"),
            postgresql_where=sa.text("told_at IS NULL AND settled_at IS NOT NULL"),
        )
        batch_op.drop_index("ix_ambassador_suggestion_of")
        batch_op.drop_index(batch_op.f("ix_ambassador_suggestion_item_id"))

    op.drop_table("ambassador_suggestion")
    with op.batch_alter_table("ambassador_share", schema=None) as batch_op:
        batch_op.drop_index("ix_ambassador_share_of")
        batch_op.drop_index("ix_ambassador_share_last")
        batch_op.drop_index("ix_ambassador_share_item")
        batch_op.drop_index("ix_ambassador_share_at")

    op.drop_table("ambassador_share")
    op.drop_table("ambassador_score_count")
    with op.batch_alter_table("ambassador_score", schema=None) as batch_op:
        batch_op.drop_index("ix_ambassador_score_rank")
        batch_op.drop_index("ix_ambassador_score_of")

    op.drop_table("ambassador_score")
    op.drop_table("ambassador_progress")
    with op.batch_alter_table("ambassador_point", schema=None) as batch_op:
        batch_op.drop_index("ix_ambassador_point_share")
        batch_op.drop_index("ix_ambassador_point_of")
        batch_op.drop_index("ix_ambassador_point_at")

    op.drop_table("ambassador_point")
    with op.batch_alter_table("ambassador_offer", schema=None) as batch_op:
        batch_op.drop_index("ix_ambassador_offer_item")
        batch_op.drop_index("ix_ambassador_offer_at")

    op.drop_table("ambassador_offer")
    with op.batch_alter_table("ambassador_badge", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_ambassador_badge_untold",
            sqlite_where=sa.text("told_at IS NULL"),
            postgresql_where=sa.text("told_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_ambassador_badge_item_id"))

    op.drop_table("ambassador_badge")
    with op.batch_alter_table("ambassador", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_ambassador_next_at",
            sqlite_where=sa.text("next_at IS NOT NULL"),
            postgresql_where=sa.text("next_at IS NOT NULL"),
        )

    op.drop_table("ambassador")
    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_account_identity_id"))

    op.drop_table("account")
