"""Hosts by their names alone."""

from __future__ import annotations

from ipaddress import ip_address

_PRIVATE_NAMES = (".local", ".localhost", ".internal", ".lan", ".home.arpa")


def is_private_host(host: str) -> bool:
    """Whether nobody outside can reach a host of this name or address. Nothing is looked up."""
    try:
        return not ip_address(host.strip("[]")).is_global
    except ValueError:
        return "." not in host or host.endswith(_PRIVATE_NAMES)
