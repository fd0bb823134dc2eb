"""Roles and rights."""

from __future__ import annotations

import pytest

from bot.people.rules import Right, Role, lowest_role, may

VIEWERS = {Right.VIEW, Right.ADD}
MANAGERS = {Right.OVERRULE, Right.BLOCK, Right.CONTEST, Right.SETTINGS, Right.SOURCES}


def test_nobody_may_nothing() -> None:
    assert not [right for right in Right if may(Role.NONE, right)]


def test_viewers_see_and_add() -> None:
    assert {right for right in Right if may(Role.VIEWER, right)} == VIEWERS


def test_moderators_do_the_daily_work() -> None:
    assert {right for right in Right if may(Role.MODERATOR, right)} == set(Right) - MANAGERS


def test_managers_may_everything() -> None:
    assert all(may(Role.MANAGER, right) for right in Right)


@pytest.mark.parametrize("right", list(Right))
def test_a_higher_role_never_loses_a_right(right: Right) -> None:
    assert [may(role, right) for role in Role] == sorted(may(role, right) for role in Role)
    assert may(lowest_role(right), right)
