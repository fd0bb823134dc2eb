"""Requests by mail, their answers in a real mailbox: aiosmtpd takes, Dovecot keeps."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.faces.mail.asks import RETURNED, mailed
from bot.faces.mail.jobs import send as send_mail
from bot.intake.poll import poll
from bot.kernel.errors import NeverWorks
from bot.kernel.letter import SEND
from bot.rights.asking import Outgoing
from bot.rights.scope import Channel
from bot.rights.surfaces import Senders
from bot.services import Services
from bot.storage.database import Database
from tests.bot.intake.reaching.support import TEXT, Reach, reached
from tests.sources.mail.mails import mail
from tests.sources.mail.test_dovecot import Owner, server
from tests.sources.mastodon.home import Home
from tests.support.imap import Dovecot
from tests.support.mail_server import MailServer, lines, mail_server

__all__ = ["server"]
pytestmark = pytest.mark.xdist_group("dovecot")
PROOF = "mx.brand.example; dmarc=pass header.from=creator.example"
YES = "Of course. #yesbrand @brand"


class Post(Reach):
    """With a mailbox that is read, and a server that takes our mail."""

    def __init__(self, services: Services, home: Home, owner: Owner, smtp: MailServer) -> None:
        super().__init__(services, home)
        self.owner, self.smtp = owner, smtp

    async def poll_mail(self) -> None:
        self.later(minutes=1)
        await poll(self.services, "inbox")

    async def asked_by_mail(self) -> int:
        self.owner.put(mail("My bottle kept warm all day."), days_ago=0)
        await self.poll_mail()
        [[item]] = await self.rows("SELECT item_id FROM sighting WHERE platform = 'mail'")
        ask = await self.ask(int(item), channel=Channel.MAIL)
        await self.send(ask)
        return ask

    async def deliver(self) -> None:
        """Do the sending that waits."""
        for [letter] in await self.wanted(SEND):
            await send_mail(self.services, letter)

    def reply(self, reference: str, text: str, number: int, **headers: str) -> None:
        proven = {"Authentication_Results": PROOF, **headers}
        sender = proven.pop("From", "Ana <ana@creator.example>")
        made = mail(
            text, Message_ID=f"<a{number}@creator.example>", In_Reply_To=reference, From=sender, **proven
        )
        self.owner.put(made, days_ago=0)


@pytest_asyncio.fixture
async def post(
    database: Database, tmp_path: Path, server: Dovecot, request: pytest.FixtureRequest
) -> AsyncIterator[Post]:
    owner = Owner(server, f"r{abs(hash(request.node.nodeid)) % 10**9}")
    async with mail_server() as smtp:
        inbox = {"kind": "mail", **owner.settings(authserv="mx.brand.example")}
        settings = {"sources": {"inbox": inbox}, "mail": smtp.settings().mail}
        async with reached(database, tmp_path, **settings) as opened:
            yield Post(opened.services, opened.home, owner, smtp)
    owner.line.logout()


async def test_a_request_goes_out_by_mail_and_its_answer_grants(post: Post) -> None:
    ask = await post.asked_by_mail()
    row = await post.row(ask)
    assert row.delivery == "sent"
    await post.deliver()
    [sent] = post.smtp.mails
    assert sent["Message-ID"] == row.reference
    assert sent["To"].addresses[0].addr_spec == "ana@creator.example"
    assert (sent["Subject"], sent["In-Reply-To"]) == ("Re: My bottle", "<one@creator.example>")
    assert TEXT.split(" If")[0] in " ".join(lines(sent).split())
    quoted = "\n".join(f"> {line}" for line in TEXT.splitlines())
    post.reply(row.reference or "", f"{YES}\n\nOn Thu, 19 Nov 2026 Brand wrote:\n{quoted}\n", 1)
    wanted = await post.looks_wanted()
    await post.poll_mail()
    assert await post.looks_wanted() == wanted + 1  # the mailbox tells that it is time to look
    await post.look(seconds=1)
    row = await post.row(ask)
    assert (row.status, row.proof, row.answer) == ("granted", "mail", YES)
    assert len(await post.rows("SELECT 1 FROM review")) == 1  # an answer gets no card


async def test_a_mail_that_nothing_vouches_for_is_for_a_person(post: Post) -> None:
    ask = await post.asked_by_mail()
    reference = (await post.row(ask)).reference or ""
    post.reply(reference, YES, 1, Authentication_Results="")
    await post.look()
    row = await post.row(ask)
    assert (row.status, row.answer) == ("answered", YES)
    assert len(await post.told("a person has to read it")) == 1


async def test_a_mail_from_another_address_is_nobodys_yes(post: Post) -> None:
    ask = await post.asked_by_mail()
    reference = (await post.row(ask)).reference or ""
    post.reply(reference, YES, 1, From="Bo <bo@creator.example>")
    for _ in range(2):
        await post.look()
    assert (await post.row(ask)).status == "asked"
    assert len(await post.told("is not its creator's account there")) == 1


async def test_only_our_words_quoted_back_are_no_yes(post: Post) -> None:
    ask = await post.asked_by_mail()
    reference = (await post.row(ask)).reference or ""
    post.reply(reference, f"Which picture?\n\n{TEXT}\n", 1)
    await post.look()
    assert (await post.row(ask)).status == "answered"


async def test_a_request_that_runs_twice_is_one_letter(post: Post) -> None:
    ask = await post.asked_by_mail()
    sender = post.services.outlet(Senders).of("mail", Channel.MAIL)
    assert sender is not None
    step = await post.sent_step(ask)
    row = await post.row(ask)
    again = Outgoing(
        ask, row.item_id, row.creator_id, Channel.MAIL, TEXT, "en", f"goodword-{ask}-{step.revision}", step.at
    )
    assert await sender.find(again) == ""
    assert await sender.send(again) == row.reference
    assert len(await post.wanted(SEND)) == 1


async def test_an_address_that_takes_nothing_is_told_and_kept(post: Post) -> None:
    ask = await post.asked_by_mail()
    post.smtp.recipient_answers.append("550 5.1.1 no such user")
    with pytest.raises(NeverWorks):
        await post.deliver()
    [args] = await post.wanted(RETURNED)
    for _ in range(2):
        await mailed(post.services, *args)
    assert (await post.row(ask)).delivery == "failed"
    assert (await post.actions(ask)) == ["sent", "delivered", "noted"]
    assert len(await post.told("could not be sent")) == 1


async def test_where_no_address_is_known_the_team_is_told(post: Post) -> None:
    ask = await post.ask(await post.found(), channel=Channel.MAIL)
    await post.send(ask)
    assert "No mail address of its creator is known." in (await post.told("could not be sent"))[0]
    assert await post.wanted(SEND) == []
