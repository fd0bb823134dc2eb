"""The durable work of mail: a letter waits in the database until the server took it or will never take it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from bot.faces.mail.mailer import Mailer
from bot.kernel.errors import FixCredentials, FixSettings, GoodwordError, NeverWorks, TellUser, TryLater
from bot.kernel.letter import SEND, Letter, masked
from bot.kernel.log import get_logger
from bot.services import Services
from bot.storage.unit_of_work import unit_of_work
from bot.work import Job
from bot.work.notices import NOTICE

PATIENCE = timedelta(days=5)
"""How long a letter is tried; what mail servers themselves do (RFC 5321, 4.5.4.1)."""
OPERATOR_PAUSE = 900.0
"""Seconds between two tries while an operator has to mend something."""

log = get_logger(__name__)


async def send(services: Services, argument: dict[str, Any]) -> None:
    """Send one letter. Running twice, after a death between the server's answer and ours, sends the same mail with
    the same Message-ID once more: mail systems show it once. Its end, sent or refused, is told once."""
    letter = Letter.from_argument(argument)
    mailer = services.outlet(Mailer)
    try:
        mail = mailer.compose(letter)
        said = await mailer.send(mail)
    except (FixCredentials, FixSettings) as error:
        await _wait_for_operator(services, letter, error)
    except TryLater as error:
        if services.clock() - letter.at < PATIENCE:
            raise
        await _refuse(services, letter, error)
    except (NeverWorks, TellUser) as error:
        await _refuse(services, letter, error)
    else:
        log.info("mail_sent", message_id=mail.message_id, said=said)
        await _tell(services, letter, "sent", mail.message_id)


async def _wait_for_operator(services: Services, letter: Letter, error: GoodwordError) -> None:
    """All mail is held up, not only this one: managers are told once a day, and it goes on when it is mended."""
    if services.clock() - letter.at >= PATIENCE:
        await _refuse(services, letter, error)
    key = f"mail-held-up:{services.clock():%Y-%m-%d}"
    async with unit_of_work(services.database) as session:
        what = f"Mail can't be sent: {error.message}"
        await services.work.enqueue(session, NOTICE, what, error.remedy, key, key=key)
    raise TryLater(error.message, retry_after=OPERATOR_PAUSE, remedy=error.remedy)


async def _refuse(services: Services, letter: Letter, error: GoodwordError) -> None:
    """Managers are told which mail it was, without showing everybody the whole address."""
    what = f"The mail “{letter.subject}” to {masked(letter.to)} could not be sent: {error.message}"
    remedy = error.remedy or "Check the address, or reach them another way."
    key = f"mail-refused:{letter.key}"
    async with unit_of_work(services.database) as session:
        await services.work.enqueue(session, NOTICE, what, remedy, key, key=key)
    await _tell(services, letter, "refused", error.message)
    raise NeverWorks(error.message, remedy=error.remedy)


async def _tell(services: Services, letter: Letter, outcome: str, detail: str) -> None:
    if letter.then:
        async with unit_of_work(services.database) as session:
            key = f"{letter.key}:{outcome}"
            await services.work.enqueue(session, letter.then, letter.key, outcome, detail, key=key)


JOBS = (Job(SEND, send),)
