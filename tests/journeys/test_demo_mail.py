"""What the demo's bot sends by mail arrives in the demo's mailbox, at the time of the demo's clock."""

from __future__ import annotations

import time
from pathlib import Path

import httpx
import pytest

from bot.demo import demonstration
from bot.kernel.letter import SEND
from bot.storage.unit_of_work import unit_of_work
from tests.bot.faces.mail.letters import letter
from tests.support.waiting import eventually

pytestmark = pytest.mark.slow
WEEK = 7 * 86_400


async def test_the_demos_bot_mails_into_the_demos_mailbox(tmp_path: Path) -> None:
    async with (
        demonstration(port=0, data=tmp_path, lasting=False) as demo,
        httpx.AsyncClient(base_url=demo.url) as client,
    ):
        jumped = await client.post("/playground/clock", json={"forward": WEEK})
        assert jumped.status_code == 200
        wish = letter(subject="The week", html="<p>41 pieces</p>", at=demo.services.clock())
        async with unit_of_work(demo.services.database) as session:
            await demo.services.work.enqueue(session, SEND, wish.as_argument(), key=wish.key)
        await eventually(lambda: demo.mail.world.mails, what="the mail arrives")
        line = (await client.get("/playground/mail/state")).json()["mails"][0]
        assert line["subject"] == "The week"
        assert line["to"].endswith("<ana@creator.example>")
        assert demo.mail.world.mails[1].at > time.time() + WEEK - 60
        assert "mail" in (await client.get("/playground/state")).json()["beside"]
