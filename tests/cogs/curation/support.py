"""Short ways to use the window of curation in the local Slack."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.content.queries import get_items
from bot.curation import queries
from bot.curation.rules import Marked
from bot.curation.tables import Collection
from bot.faces.slack.blocks import ISOLATE_END, ISOLATE_START, search_text
from bot.people.rules import Person, Role
from bot.review.rules import Action
from bot.review.service import Decision
from bot.rights import contacts
from bot.rights.scope import Use
from bot.storage.unit_of_work import reading, unit_of_work
from tests.support.blocks import check_view
from tests.support.slack_bot import CHANNEL, MIA, SlackBot, found

Json = dict[str, Any]
PERSON = Person("U0MIA00001", "Mia Lindqvist", Role.MANAGER)


def elements(view: Json) -> list[Json]:
    """Everything of a window that can be pressed or chosen from."""
    return [
        element
        for block in view["blocks"]
        for element in [*(block.get("elements") or []), *filter(None, [block.get("accessory")])]
        if "action_id" in element
    ]


class Curator:
    """One person with the window open."""

    def __init__(self, bot: SlackBot, user: str = MIA) -> None:
        self.bot, self.user = bot, user

    async def open(self, text: str = "") -> str:
        await self.bot.slack.command(
            self.user, channel=CHANNEL, command="/goodword", text=f"curate {text}".strip()
        )
        await self.bot.slack.wait_for(lambda: self.bot.slack.modal(self.user), what="the window")
        return self.text

    @property
    def view(self) -> Json:
        view = self.bot.modal(self.user)
        # The SDK's own reading of a view's state knows no datetimepicker; what we send has no state.
        check_view({key: value for key, value in view.items() if key != "state"})
        return view

    @property
    def text(self) -> str:
        return search_text(self.view["blocks"]).replace(ISOLATE_START, "").replace(ISOLATE_END, "")

    def element(self, action: str) -> Json:
        """The first control whose id begins so: "curation:pin"."""
        every = elements(self.view)
        for one in every:
            if f"{one['action_id']}:".startswith(f"g1:{action}:"):
                return one
        raise AssertionError(f"no {action} among {[one['action_id'] for one in every]}")

    def offers(self, action: str) -> bool:
        return any(f"{one['action_id']}:".startswith(f"g1:{action}:") for one in elements(self.view))

    async def press(self, action: str, until: Callable[[], bool] | None = None) -> str:
        """Press a button; what the window says when it changed."""
        before = self.view
        await self.bot.slack.click(
            self.user, view_id=before["id"], action_id=self.element(action)["action_id"]
        )
        await self._changed(before)
        return self.text

    async def choose(self, action: str, value: str) -> str:
        """Choose from a menu; what the window says when it changed."""
        before = self.view
        await self.bot.slack.select(self.user, view_id=before["id"], action_id=f"g1:{action}", value=value)
        await self._changed(before)
        return self.text

    async def submit(self, **values: Any) -> str:
        """Keep what a form says; what the window below it says then."""
        form = self.view
        below = self.bot.slack.world.stack(self.bot.slack.world.person_named(self.user).id)[-2]
        shown = below.body["blocks"]
        answer = await self.bot.submit(self.user, **values)
        assert not answer.get("errors"), answer
        await self.bot.slack.wait_for(
            lambda: self.view["id"] != form["id"] and below.body["blocks"] != shown, what="the window redrawn"
        )
        return self.text

    async def refused(self, **values: Any) -> str:
        """What is said at the field of a form that isn't kept."""
        answer = await self.bot.submit(self.user, **values)
        assert answer.get("errors"), answer
        return " ".join(answer["errors"].values())

    async def suggested(self, action: str, typed: str) -> list[str]:
        """What a menu offers for what is typed."""
        view = self.view
        answer = await self.bot.slack.suggest(
            self.user, view_id=view["id"], action_id=f"g1:{action}", value=typed
        )
        return [one["text"]["text"] for one in answer["options"]]

    async def _changed(self, before: Json) -> None:
        def changed() -> bool:
            now = self.bot.slack.modal(self.user)
            return now is not None and (now["id"] != before["id"] or now["blocks"] != before["blocks"])

        await self.bot.slack.wait_for(changed, what="the window changed")


async def pieces(bot: SlackBot, *texts: str, approve: bool = True, shareable: bool = False) -> list[int]:
    """Pieces that arrived, in this order. ``shareable``: by creators who are cleared for sharing by employees."""
    services = bot.services
    made = [(await bot.take(found(text)))[0] for text in texts]
    for number in made if approve else ():
        await services.desk.decide(Decision(number, Action.APPROVE, PERSON, f"approve-{number}"))
    if shareable:
        now, uses = services.clock(), frozenset({Use.EMPLOYEES})
        async with unit_of_work(services.database) as session:
            creators = {one.creator_id for one in (await get_items(session, made)).values()}
            for creator in sorted(one for one in creators if one is not None):
                await contacts.clear(session, creator, "paid", uses, now, None, PERSON, now, credit="")
    return made


async def marks(bot: SlackBot, item_id: int) -> list[Marked]:
    async with reading(bot.services.database) as session:
        return await queries.live_marks(session, [item_id])


async def members(bot: SlackBot, slug: str) -> list[int]:
    async with reading(bot.services.database) as session:
        row = await queries.collection(session, slug)
        return [] if row is None else await queries.members(session, row.id or 0)


async def collections(bot: SlackBot) -> list[Collection]:
    async with reading(bot.services.database) as session:
        return [row for row, _ in await queries.collections(session, closed=True)]
