"""``goodword health``: what a container's health check asks."""

from __future__ import annotations

import httpx

from bot.settings import Settings


def ask_health(settings: Settings, timeout: float) -> tuple[bool, str]:
    """Whether the bot on this machine says that every part works, and its words. ``timeout`` in seconds."""
    if not settings.web.enabled:
        return False, "web.enabled is false, so nobody can be asked; set it to true for health checks."
    host = "127.0.0.1" if settings.web.host in ("", "0.0.0.0", "::") else settings.web.host  # noqa: S104 - compared
    address = f"http://{host}:{settings.web.port}/readyz"
    try:
        answer = httpx.get(address, timeout=timeout, trust_env=False)
    except httpx.ConnectError:
        return False, (
            f"Nothing answers at {address}. Start the bot with: goodword run. If it runs, web.host and web.port in "
            "goodword.toml must be those that it was started with."
        )
    except httpx.TimeoutException:
        return (
            False,
            f"No answer from {address} within {timeout:g} seconds; the bot's log says what it is busy with.",
        )
    except httpx.HTTPError as error:
        return False, f"What answers at {address} is not the bot ({type(error).__name__}). Check web.port."
    return answer.status_code == httpx.codes.OK, answer.text
