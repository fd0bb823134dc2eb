"""Whatever the product was made to write about somebody is gone afterwards: from every table, from every byte of the
database's files and of the data folder, and from Slack."""

from __future__ import annotations

from pathlib import Path

from bot.ambassadors.membership import Membership
from bot.content.metrics import METRICS
from bot.intake.privacy.wishes import ERASE
from bot.rights.verifying import verify_stored
from bot.storage.personal import Elsewhere, Gone, all_held
from bot.storage.unit_of_work import reading, unit_of_work
from tests.bot.ambassadors.support import Codes
from tests.bot.intake.privacy.life import ANNA, BERT, MARK, Life, leave_traces, living, piece
from tests.support.waiting import eventually

NOT_WORDS = {
    # numbers, times, hashes, words of a fixed list: they go, and say no mark
    "account.identity_id",
    "account.joined_at",
    "account.locale",
    "account.made_at",
    "account.platform",
    "ambassador.country",
    "ambassador.days",
    "ambassador.languages",
    "ambassador.networks",
    "ambassador.status",
    "ambassador.zone",
    "ambassador_badge.network",
    "ambassador_offer.state",
    "ask.code_hash",
    "ask.receipt_mails",
    "ask.link_hash",
    "ask_event.salts",
    "contest_measure.metrics",
    "creator.followers",
    "discord_role_given.user_id",
    "item.declared_language",
    "item.fingerprint",
    "item.language",
    "item.match_key",
    "item.metrics",
    "item.name_match_key",
    "item.published_at",
    "item.rating",
    "item.sentiment",
    "media.file",
    "screening_flag.check_key",
    "screening_flag.code",
    "source_state.cursor",
    "measurement.stood",
    *(f"measurement.{kind}{name}" for kind in ("", "gained_") for name in METRICS),
}
ELSEWHERE = {
    # planted by tests of their own, in test_leftovers.py
    "ask.reference",
    "ask_event.actor_name",
    "failed_work.problem",
    "failed_work.remedy",
    "media.problem",
    "source_failure.what",
    "screening_flag.excerpt",
    "screening_flag.reason",
    "source_failure.remedy",
    "source_state.looks",
    "webhook_delivery.body",
    # while the erasure runs
    "erasure.files",
    "erasure.names",
}


def files_with(folder: Path, mark: bytes) -> list[str]:
    """Files of the folder that hold the mark, or are named so."""
    return [
        str(path.relative_to(folder))
        for path in sorted(folder.rglob("*"))
        if path.is_file() and (mark in path.read_bytes().lower() or mark in path.name.encode().lower())
    ]


async def finished(life: Life) -> bool:
    return await life.rows("SELECT stage FROM erasure") == [("done",)]


async def test_nothing_of_them_is_left_anywhere(database_url: str, tmp_path: Path) -> None:
    async with living(database_url, tmp_path / "data") as life:
        items = await leave_traces(life)
        planted = await life.marked_columns()
        goes = {
            f"{held.name}.{name}"
            for held in all_held()
            for name, fate in held.columns.items()
            if isinstance(fate, Gone | Elsewhere)
        }
        assert goes - planted - NOT_WORDS - ELSEWHERE == set(), "leave a trace there too"
        assert len(life.said_in_slack()) >= 5
        assert files_with(tmp_path, MARK.encode()) or not life.app.database.is_sqlite
        terms = life.app.services.asks.terms
        creator = (await life.rows(f"SELECT creator_id FROM item WHERE id = {items[0]}"))[0][0]

        await life.enqueue(ERASE, creator, life.mia.id, life.mia.name)
        await eventually(lambda: finished(life), within=60, what="the erasure is done")

        assert await life.marked_columns() == set()
        await eventually(lambda: not life.said_in_slack(), what="Slack says nothing of them")
        assert life.live_files() == 1, "the other one's picture stays"
        await _the_rest_stands(life, items)
        if life.app.database.is_sqlite:
            assert files_with(tmp_path, MARK.encode()) == [], "while it runs, log included"
    assert files_with(tmp_path, MARK.encode()) == []
    kept = {
        one.parent.name + one.name for one in (tmp_path / "data" / "evidence").rglob("*") if one.is_file()
    }
    agreed = {terms.sha256(language) for language in terms.texts}
    assert agreed <= kept, "what was agreed to names nobody"
    assert len(kept - agreed) == 1, "the other one's picture"


async def _the_rest_stands(life: Life, items: list[int]) -> None:
    """The chain verifies, the licence ended, others are untouched, and what comes again is dropped."""
    async with reading(life.app.database) as session:
        found = await verify_stored(session, life.app.services.asks.kit.signer().public)
    assert found.ok, found.problem
    assert found.erased >= 6
    states = await life.rows("SELECT status, text FROM ask ORDER BY id")
    assert [row[0] for row in states] == ["withdrawn", "granted", "declined"]
    assert "Dear bert" in states[1][1]
    numbers = ", ".join(map(str, items))
    assert await life.rows(f"SELECT DISTINCT life, text FROM item WHERE id IN ({numbers})") == [
        ("erased", "")
    ]
    programme = await life.rows("SELECT status, on_board, account_id IS NULL FROM ambassador ORDER BY id")
    assert [(row[0], bool(row[1]), bool(row[2])) for row in programme] == [
        ("left", False, True),
        ("active", True, False),
    ], "off the boards at once; their colleague stays"
    assert await life.rows("SELECT draft FROM ambassador_offer") == [("",)]
    async with unit_of_work(life.app.database) as session:
        assert await Membership(Codes()).tidy(session, life.now) == 0, "nothing was left to tidy"
    assert await life.rows("SELECT points, ambassador_id FROM ambassador_point") == [(10, None)]
    assert await life.rows("SELECT sum(people) FROM ambassador_score_count") == [(0,)]
    [note] = await life.rows("SELECT note FROM review_event WHERE note LIKE 'the same teapot%'")
    assert note[0] == "the same teapot as [erased] has; Bert agrees"
    taken = await life.take(piece(1), piece(91, BERT), piece(5, external_id="other", creator=ANNA))
    assert (taken.erased, len(taken.new)) == (2, 1)
    assert (await life.rows("SELECT sum(dropped) FROM erased_mark"))[0][0] == 2
    told = [text for text in life.said("content-review") if "as Mia Lindqvist asked for" in text]
    assert len(told) == 1
