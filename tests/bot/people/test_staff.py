"""Who has which role, and whom to ask."""

from __future__ import annotations

import pytest

from bot.people.rules import Right, Role
from bot.people.staff import RoleList, groups_named, is_group, resolve, who_may

ROLES = RoleList(
    managers=("U0MIA00001", "group:content-managers"),
    moderators=("U0NOAH0001", "S0TEAM0001", "@Reviewers"),
    viewers=("U0GUEST001",),
    everyone=Role.NONE,
)


@pytest.mark.parametrize(
    ("user", "groups", "role"),
    [
        ("U0MIA00001", set(), Role.MANAGER),
        ("U0NOAH0001", set(), Role.MODERATOR),
        ("U0NOAH0001", {"content-managers"}, Role.MANAGER),
        ("U0OTHER001", {"group:Content-Managers"}, Role.MANAGER),
        ("U0OTHER001", {"S0TEAM0001"}, Role.MODERATOR),
        ("U0OTHER001", {"reviewers"}, Role.MODERATOR),
        ("U0GUEST001", set(), Role.VIEWER),
        ("U0OTHER001", {"S0ELSE0001"}, Role.NONE),
    ],
)
def test_the_highest_role_counts(user: str, groups: set[str], role: Role) -> None:
    assert resolve(ROLES, user, frozenset(groups)) is role


def test_a_person_can_not_pass_for_a_group() -> None:
    assert resolve(ROLES, "content-managers", frozenset()) is Role.NONE
    assert resolve(RoleList(managers=("mia",), everyone=Role.NONE), "noah", frozenset({"mia"})) is Role.NONE


def test_everyone_is_a_floor() -> None:
    everyone = RoleList(viewers=("U0GUEST001",), everyone=Role.MODERATOR)
    assert resolve(everyone, "U0GUEST001", frozenset()) is Role.MODERATOR
    assert resolve(everyone, "U0OTHER001", frozenset()) is Role.MODERATOR


def test_whom_to_ask_names_those_whose_task_it_is_first() -> None:
    moderators = ["U0NOAH0001", "S0TEAM0001", "@Reviewers"]
    managers = ["U0MIA00001", "group:content-managers"]
    assert who_may(ROLES, Right.DECIDE) == moderators + managers
    assert who_may(ROLES, Right.BLOCK) == managers
    assert who_may(RoleList(everyone=Role.MANAGER), Right.BLOCK) == []


def test_groups_to_look_up() -> None:
    assert groups_named(ROLES) == {"group:content-managers", "S0TEAM0001", "@Reviewers"}
    assert not is_group("U0MIA00001")
    assert not is_group("Sanna")
