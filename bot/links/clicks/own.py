"""Whoever shares a link isn't its visitor."""

from __future__ import annotations

import ipaddress

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.links.clicks import queries
from bot.links.clicks.batch import Click
from bot.links.clicks.visitors import visitor
from bot.links.clicks.writing import OWN

_INSIDE = [ipaddress.ip_network(one) for one in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7")]
"""Private networks (RFC 1918, RFC 4193)."""


async def leave_out(session: AsyncSession, click: Click) -> None:
    """Count no click of this browser at this address on this link for the rest of the day: it opened the composer, so
    a click from it is a look at one's own post. Nor is it told as one that was left out, which would make a colleague
    suspect for looking. What it clicked before stays counted. Nothing is kept but the hash that a click leaves, for
    as long (``visitors``). It flushes.

    Not within a private network or on one machine: there, as behind a proxy that isn't trusted, everybody comes from
    the same address. Somebody else behind the same address with the same browser isn't counted that day either; who
    looks at their own link with another browser, from another address or on another day counts as a visitor.
    """
    if shared_by_many(click.address):
        return
    salt = await queries.salt_of(session, click.day)
    key = click.day, click.link_id, visitor(salt, click.link_id, click.address, click.agent)
    connection = await session.connection()
    numbers = await queries.add_numbers(connection, {key: OWN})
    if numbers[key] >= 2 * OWN:  # it was left out already
        await queries.add_numbers(connection, {key: -OWN})


def shared_by_many(address: str) -> bool:
    """Whether such an address, as ``household`` gives it, may be anybody's."""
    try:
        found = ipaddress.ip_address(address.partition("/")[0])
    except ValueError:
        return True  # of nobody
    return found.is_loopback or str(found) == "::" or any(found in network for network in _INSIDE)
