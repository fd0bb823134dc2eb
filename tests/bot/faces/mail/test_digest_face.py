"""A digest to an address, over a real SMTP server: it arrives with its pictures, and what goes wrong is named."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from pathlib import Path

import lxml.html
import pytest
import pytest_asyncio
from sqlmodel import select

from bot.digests.charts import pictures
from bot.digests.document import Document, Piece
from bot.digests.faces import DigestFaces, Face, Outgoing, PlaceGone
from bot.digests.service import Digests
from bot.digests.tables import Digest
from bot.faces.mail.digest_face import MailDigests
from bot.faces.mail.inspection import inspect_mail
from bot.faces.mail.mailer import Mailer
from bot.insights.periods import Cadence, period_of
from bot.kernel.errors import FixCredentials, NeverWorks, TryLater
from bot.settings import Settings
from bot.storage.database import Database
from bot.storage.unit_of_work import reading, unit_of_work
from bot.wiring import all_jobs, build_services
from bot.work import Enqueuer
from tests.bot.digests.outside import ALL_JOBS, Recording, World
from tests.bot.work.support import Hands, working
from tests.support.documents import sample_document
from tests.support.mail_server import MailServer, lines, mail_server
from tests.support.waiting import eventually

MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)
ADDRESS = "team@brand.example"


@pytest_asyncio.fixture
async def server() -> AsyncIterator[MailServer]:
    async with mail_server() as made:
        yield made


def face_of(server: MailServer) -> MailDigests:
    return MailDigests(Mailer(server.settings()))


def outgoing(document: Document, place: str = ADDRESS) -> Outgoing:
    return Outgoing(
        digest_id=17, key="digest:17", name="2026-W47", face="mail", place=place, document=document
    )


async def test_it_arrives_with_its_charts_and_reads_well_without_them(server: MailServer) -> None:
    document = sample_document()
    charts, lacking = await pictures(document)
    assert charts
    assert not lacking
    delivered = await face_of(server).deliver(outgoing(document), charts)
    (mail,) = server.mails
    assert (delivered.reference, delivered.pictures) == (mail["Message-ID"], "sent")
    assert server.taken[0].rcpt_tos == [ADDRESS]
    html, text = mail.get_body(("html",)), mail.get_body(("plain",))
    assert html is not None
    assert text is not None
    images = list(lxml.html.fromstring(html.get_content()).iter("img"))
    assert [one.get("alt") for one in images] == [" ".join(one.alt.split()) for one in charts]
    inside = {part["Content-ID"]: part.get_content() for part in mail.walk() if part["Content-ID"]}
    assert [inside[f"<{(one.get('src') or '').removeprefix('cid:')}>"] for one in images] == [
        one.png for one in charts
    ]
    told = lines(text)  # type: ignore[arg-type]  # a body is a message
    assert "41 pieces found" in told
    assert "- Found: 41 (before: 36)\n" in told
    assert "<" not in told.replace("<@U1>", "").replace("<b>the</b>", "")


async def test_strangers_words_stay_words_wherever_they_arrive(server: MailServer) -> None:
    bad = '"><script>alert(1)</script>\r\nBcc: everybody@brand.example'
    pieces = [Piece(item_id=1, title=bad, creator=bad, platform=bad, url="javascript:alert(1)")]
    document = sample_document(brand=bad, about_name=bad, pieces=pieces, praise=[], complaints=[])
    await face_of(server).deliver(outgoing(document), [])
    (mail,) = server.mails
    assert mail["Bcc"] is None
    assert server.taken[0].rcpt_tos == [ADDRESS]
    html = mail.get_body(("html",))
    assert html is not None
    page = lxml.html.fromstring(html.get_content())
    assert not list(page.iter("script", "iframe", "style", "link"))
    assert all((one.get("href") or "").startswith("https://") for one in page.iter("a"))
    assert "<script>alert(1)</script>" in page.text_content()


async def test_an_address_that_is_refused_is_said_without_showing_it(server: MailServer) -> None:
    server.recipient_answers.append(f"550 5.1.1 <{ADDRESS}> no such user")
    with pytest.raises(NeverWorks, match=r"t…@brand\.example gets no mail from us.*no such user") as refused:
        await face_of(server).deliver(outgoing(sample_document()), [])
    assert ADDRESS not in str(refused.value)
    assert "[digest] mail" in refused.value.remedy
    assert not server.taken


async def test_what_is_no_address_is_a_place_that_is_gone(server: MailServer) -> None:
    with pytest.raises(PlaceGone) as gone:
        await face_of(server).deliver(outgoing(sample_document(), "team@localhost"), [])
    assert gone.value.remedy == "It looks like name@example.com. Change it in [digest] mail."


@pytest.mark.parametrize(
    ("said", "kind"),
    [("421 4.3.2 too busy", TryLater), ("530 5.7.0 log in first", FixCredentials)],
)
async def test_a_server_that_wants_it_later_or_a_login_gets_it_later(
    server: MailServer, said: str, kind: type[Exception]
) -> None:
    server.sender_answers.append(said)
    face, digest = face_of(server), outgoing(sample_document())
    with pytest.raises(kind):
        await face.deliver(digest, [])
    assert await face.find(digest) is None
    await face.deliver(digest, [])
    assert len(server.taken) == 1


async def test_a_server_that_is_away_is_tried_later() -> None:
    async with mail_server() as gone:
        settings = gone.settings()
    with pytest.raises(TryLater, match=r"127\.0\.0\.1"):
        await MailDigests(Mailer(settings)).deliver(outgoing(sample_document()), [])


async def test_a_mail_stays_as_it_went_out(server: MailServer) -> None:
    face, digest = face_of(server), outgoing(sample_document())
    reference = (await face.deliver(digest, [])).reference
    sent = Outgoing(17, "digest:17", "2026-W47", "mail", ADDRESS, sample_document(), reference=reference)
    assert (await face.redraw(sent, [])).reference == reference
    assert len(server.taken) == 1


async def test_a_lost_answer_sends_the_same_mail_again_and_the_digest_is_sent_once(
    sqlite_database: Database, server: MailServer, tmp_path: Path
) -> None:
    server.lose = 1
    week = period_of(Cadence.WEEK, date(2026, 11, 20), "UTC")
    world = World(sqlite_database, Recording(tmp_path / "place"), clock=Hands(MONDAY))
    world.outlet(DigestFaces).plug(face_of(server))
    async with working(sqlite_database, ALL_JOBS, world) as work:
        world.work = work
        async with unit_of_work(sqlite_database) as session:
            await Digests(work).send_now(session, "mail", ADDRESS, week, "U1", request="click", now=MONDAY)
        await eventually(lambda: _sent(sqlite_database), within=30)
    first, second = server.content(0), server.content(1)
    assert first == second
    async with reading(sqlite_database) as session:
        (row,) = await session.exec(select(Digest))
    assert row.reference == server.mails[0]["Message-ID"]


async def _sent(database: Database) -> bool:
    async with reading(database) as session:
        return [one.state for one in await session.exec(select(Digest))] == ["sent"]


@pytest.mark.parametrize("host", ["127.0.0.1", ""])
async def test_digests_go_by_mail_where_a_server_is_set(sqlite_database: Database, host: str) -> None:
    mail = {"host": host, "sender": "stories@brand.example"} if host else {}
    work = Enqueuer(sqlite_database, all_jobs())
    services = build_services(Settings.model_validate({"mail": mail}), sqlite_database, work)
    face = services.outlet(DigestFaces).of("mail")
    assert isinstance(face, Face) == bool(host)


async def test_digests_to_addresses_without_a_server_are_named_by_the_check() -> None:
    settings = Settings.model_validate({"digest": {"mail": [ADDRESS, "other@brand.example"]}})
    (found,) = [each async for each in inspect_mail(settings)]
    assert not found.ok
    assert "2 addresses" in found.detail
    assert "[mail] host" in found.remedy
