"""No column that may hold words of or about people can be forgotten when somebody is erased."""

from __future__ import annotations

import sqlalchemy as sa

from bot.storage.catalogue import all_tables
from bot.storage.database import Database
from bot.storage.personal import NAMELESS, Actor, Elsewhere, Gone, Held, Named, Ours, Stays, Whose, all_held
from bot.storage.types import UtcDateTime, table_of
from bot.work.personal import ENGINE
from bot.work.schema import SCHEMA

OF_THE_MIGRATIONS = {"schema_version"}
NUMBERS_OF_OURS = {
    "account_id",
    "ambassador_id",
    "ask_id",
    "award_id",
    "broken_at",
    "bucket",
    "campaign_id",
    "checked_to",
    "collection_id",
    "contest_id",
    "creator_id",
    "digest_id",
    "engagement",
    "entry_id",
    "erasure_id",
    "id",
    "identity_id",
    "item_id",
    "jury",
    "link_id",
    "media_id",
    "message_id",  # of messages of ours, in both chats
    "number",
    "points",
    "schedule_id",
    "score",
    "sequence",
    "share_id",
    "snapshot_id",
    "supersedes_id",
    "tie",
    "value",
    "votes",
    "watch_id",
    "width",
}
NUMBERS_OF_CHATS = {"channel_id", "guild_id", "interaction_id", "replaces", "role_id"}
"""Of a server's channels, roles and messages of ours."""
ENGINE_WORDS = {"inputs", "output", "error", "message", "value", "context", "request", "attributes"}
ENGINE_UNUSED = {
    "event_dispatch_kv",
    "notifications",
    "streams",
    "workflow_events",
    "workflow_events_history",
    "workflow_schedules",
}


def may_name_somebody(column: sa.Column[object]) -> bool:
    """Text, JSON and bytes; and large numbers that are no ids of ours: a chat's id of a person is one."""
    kind = column.type
    if isinstance(kind, sa.Boolean | sa.Float | sa.Date | sa.DateTime | UtcDateTime):
        return False
    if isinstance(kind, sa.BigInteger) or getattr(kind, "impl", None).__class__ is sa.BigInteger:
        return column.name not in NUMBERS_OF_OURS | NUMBERS_OF_CHATS
    return not isinstance(kind, sa.Integer)


def forgotten(metadata: sa.MetaData, lists: list[Held]) -> list[str]:
    declared: dict[str, set[str]] = {}
    for held in lists:
        declared.setdefault(held.name, set()).update(held.columns)
    return [
        f"{table.name}.{column.name}"
        for table in metadata.sorted_tables
        for column in table.columns
        if table.name not in declared
        or (may_name_somebody(column) and column.name not in declared[table.name])
    ]


def test_every_table_and_every_column_of_words_is_declared() -> None:
    metadata = all_tables()
    assert len(metadata.tables) > 30
    assert not forgotten(metadata, all_held()), "say in that room's personal.py what becomes of it"


def test_a_new_table_and_a_new_column_are_missed() -> None:
    metadata = sa.MetaData()
    for table in all_tables().sorted_tables:
        table.to_metadata(metadata)
    sa.Table(
        "fan_letter", metadata, sa.Column("id", sa.Integer, primary_key=True), sa.Column("words", sa.Text)
    )
    metadata.tables["item"].append_column(sa.Column("nickname", sa.String))
    metadata.tables["item"].append_column(sa.Column("member", sa.BigInteger))
    assert forgotten(metadata, all_held()) == [
        "fan_letter.id",
        "fan_letter.words",
        "item.nickname",
        "item.member",
    ]


def test_what_is_declared_exists_and_says_why() -> None:
    for held in all_held():
        table = table_of(held.table)
        assert held.about.endswith((".", ";")), held.name
        assert set(held.columns) <= {column.name for column in table.columns}, held.name
        assert held.whose is not None or not held.row_goes, held.name
        for name, fate in held.columns.items():
            where = f"{held.name}.{name}"
            assert fate.why if isinstance(fate, Ours | Stays) else fate.what, where
            if isinstance(fate, Gone) and not held.row_goes:
                assert held.whose is not None, f"{where} goes, but nothing says by whom rows are found"
                nothing = fate.leaves is None
                assert not nothing or table.c[name].nullable, f"{where} can't be left empty"
                assert fate.leaves is not NAMELESS or "id" in table.c, where


def test_whatever_is_found_by_a_person_has_a_statement(sqlite_database: Database) -> None:
    """The statements are compiled, so that a wrong column name is seen here."""
    for held in all_held():
        if held.whose is not None:
            assert str(held.rows([1]).compile(sqlite_database.sync_engine))
    assert {held.whose for held in all_held()} == {*Whose, None}


def test_the_engines_tables_hold_words_only_where_they_are_looked_for(database: Database) -> None:
    schema = None if database.is_sqlite else SCHEMA
    ours = set(all_tables().tables) | OF_THE_MIGRATIONS
    inspector = sa.inspect(database.sync_engine)
    found = {
        f"{table}.{column['name']}"
        for table in inspector.get_table_names(schema=schema)
        if table not in ours and table not in ENGINE_UNUSED
        for column in inspector.get_columns(table, schema=schema)
        if column["name"] in ENGINE_WORDS
    }
    looked_for = {f"{table}.{column}" for table, columns in ENGINE.items() for column in columns}
    # Given by callers of an interface that is not used here; what it would hold is said by its name.
    unused = {"workflow_status.request", "workflow_status.attributes"}
    assert found - unused == looked_for
    assert len(ENGINE_UNUSED & set(inspector.get_table_names(schema=schema))) >= 5


def test_a_name_is_found_as_a_whole_in_any_case() -> None:
    named = Named(names=frozenset({"@anna", "Anna Svensson", "https://a.example/@anna"}))
    assert named.pattern is not None
    say = named.pattern.sub
    assert say("X", "ask @Anna again, see https://a.example/@anna") == "ask X again, see X"
    assert say("X", "ANNA SVENSSON, not Anna Svenssons") == "X, not Anna Svenssons"
    assert say("X", "@annabel and anna@anna.example") == "@annabel and anna@anna.example"
    assert Named().pattern is None


def test_who_acted_is_replaced_where_a_column_says_so() -> None:
    acted = {
        f"{held.name}.{name}"
        for held in all_held()
        for name, fate in held.columns.items()
        if isinstance(fate, Actor)
    }
    assert "contest_event.actor" in acted
    elsewhere = [
        f"{held.name}.{name}: {fate.how}"
        for held in all_held()
        for name, fate in held.columns.items()
        if isinstance(fate, Elsewhere)
    ]
    assert all(not one.endswith(": ") for one in elsewhere)
