"""Priority and health: pure rules."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.intake.health import LONGEST_PAUSE, Health, after_failure, after_success
from bot.intake.priority import priority
from bot.kernel.errors import FixCredentials, TryLater
from bot.screening.base import Severity
from bot.sources.base import FoundCreator, FoundMedia, Why
from tests.bot.content.pieces import NOW, post

DAY = timedelta(days=1)


def test_what_matters_more_comes_first() -> None:
    praise = post("1", published_at=NOW - 30 * DAY, creator=None)
    star = post("2", published_at=NOW, creator=FoundCreator("s", "star", followers=2_000_000))
    complaint = post("3", published_at=NOW - 30 * DAY, creator=None, rating=1.0, rating_scale=5.0)
    ranked = [
        priority(praise, None, NOW),
        priority(praise, Severity.info, NOW) + 1,
        priority(star, None, NOW),
        priority(complaint, Severity.warning, NOW),
        priority(complaint, Severity.severe, NOW),
    ]
    assert ranked == sorted(ranked)
    assert ranked[0] == 0


def test_scales_are_respected() -> None:
    assert priority(post("1", rating=4.0, rating_scale=10.0), None, NOW) > priority(
        post("1", rating=4.0, rating_scale=5.0), None, NOW
    )
    assert priority(post("1", rating=60.0), None, NOW) == priority(post("1"), None, NOW)


@given(
    rating=st.none() | st.floats(-1e9, 1e9),
    scale=st.none() | st.floats(-10, 1e6),
    followers=st.none() | st.integers(-(10**20), 10**20),
    worst=st.none() | st.sampled_from(Severity),
    age=st.integers(-10_000, 10_000),
)
def test_priority_is_bounded_whatever_a_source_claims(
    rating: float | None, scale: float | None, followers: int | None, worst: Severity | None, age: int
) -> None:
    found = post(
        "1",
        rating=rating,
        rating_scale=scale,
        creator=FoundCreator("1", followers=followers),
        published_at=NOW - timedelta(hours=age),
        media=(FoundMedia("image", "https://x.example/1.jpg"),),
        why=(Why("person", "Noah"), Why("mention", "x")),
    )
    assert 0 <= priority(found, worst, NOW) <= 1000


def test_pauses_grow_and_end() -> None:
    health, now, pauses = Health(), NOW, []
    for _ in range(20):
        health, _ = after_failure(health, "blog", TryLater("away"), timedelta(minutes=5), now)
        assert health.next_poll_at is not None
        pauses.append(health.next_poll_at - now)
    assert pauses == sorted(pauses)
    assert (pauses[0], pauses[-1]) == (timedelta(minutes=5), LONGEST_PAUSE)
    patient, _ = after_failure(Health(), "b", TryLater("x", retry_after=1800), timedelta(minutes=1), now)
    assert patient.next_poll_at == now + timedelta(minutes=30)


@given(st.lists(st.sampled_from(("ok", "later", "fix")), max_size=40))
def test_losses_and_returns_alternate_and_none_is_told_twice(course: list[str]) -> None:
    health, told = Health(), []
    for hour, what in enumerate(course):
        now = NOW + timedelta(hours=hour)
        if what == "ok":
            health, notice = after_success(health, "blog", now)
        else:
            error = TryLater("away") if what == "later" else FixCredentials("no token")
            health, notice = after_failure(health, "blog", error, timedelta(minutes=5), now)
        if notice:
            told.append(notice)
    kinds = [notice.key.split(":")[0] for notice in told]
    assert kinds == ["source-lost", "source-back"] * (len(kinds) // 2) + ["source-lost"] * (len(kinds) % 2)
    assert len({notice.key for notice in told}) == len(told)
