"""What everybody may see of contests without an account: the page of each draw."""

from __future__ import annotations

from starlette.routing import BaseRoute

from bot.contests import queries
from bot.contests.draw import Record
from bot.contests.order import record_of
from bot.faces.web.draws import draw_routes
from bot.services import Services
from bot.settings import Settings
from bot.storage.unit_of_work import reading


def contest_routes(services: Services) -> list[BaseRoute]:
    """The routes for the web application. A contest has a page once its entry list is frozen."""

    async def load(contest_id: int) -> Record | None:
        async with reading(services.database) as session:
            contest = await queries.get(session, contest_id)
        return None if contest is None else record_of(contest)

    return draw_routes(load)


def draw_address(settings: Settings, contest_id: int) -> str | None:
    """Where people find the page of a contest's draw; None where the settings don't say how they reach us."""
    if not settings.web.enabled or not settings.web.address:
        return None
    return f"{settings.web.address.rstrip('/')}/contests/{contest_id}/draw"
