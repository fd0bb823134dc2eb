"""What buttons of curation carry is read back, and nothing else is."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.curation.rules import ChangeId
from cogs.curation.steps import LONGEST, PIECE, PIECES, SECTIONS, Step, Where, pack, unpack

SLUGS = st.from_regex(r"[a-z0-9]+(-[a-z0-9]+)*", fullmatch=True)
NAMES = st.text(min_size=1, max_size=60).map(lambda text: " ".join(text.split())).filter(bool)
CHANGES = st.builds(ChangeId, st.booleans(), st.integers(1, 10**9), st.booleans())
STEPS = st.one_of(
    st.builds(lambda change: Step("change", change=change), CHANGES),
    st.builds(lambda slug, name: Step("name", slug, name), SLUGS, NAMES),
    st.builds(lambda verb, slug: Step(verb, slug), st.sampled_from(["close", "open"]), SLUGS),
    st.builds(
        lambda verb, slug, ids: Step(verb, slug, ids=tuple(ids)),
        st.sampled_from(["put", "take"]),
        SLUGS,
        st.lists(st.integers(1, 10**9), max_size=20),
    ),
)  # fmt: skip


@given(st.lists(STEPS, max_size=5))
def test_steps_are_read_back_or_not_offered(steps: list[Step]) -> None:
    packed = pack(steps)
    assert len(packed) <= LONGEST
    assert not packed or unpack(packed) == steps


@given(st.text(max_size=100))
def test_anything_else_leads_somewhere_that_there_is(text: str) -> None:
    where = Where.unpack(text)
    assert where.section in (*SECTIONS, "collection", "piece")
    assert where.page >= 1
    assert where.section != PIECE or where.key.isdigit()
    assert all(step.verb in ("change", "name", "close", "open", "put", "take") for step in unpack(text))


def test_places_are_read_back() -> None:
    for where in (Where(), Where("collection", "summer-2026", 3), Where(PIECE, "12")):
        assert Where.unpack(where.pack()) == where
    assert Where.unpack("piece|x|1") == Where(PIECES)
