"""Codec, escaping, crowding, pace and words: no Slack needed."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.faces import words
from bot.faces.actions import LIMIT, ActionId, Unknown, decode, encode
from bot.faces.item_view import CreatorView
from bot.faces.refusals import explain, name_of
from bot.faces.slack import blocks as b
from bot.faces.slack.context import Origin
from bot.faces.slack.limits import POST_EVERY, UPDATE_EVERY, Pace
from bot.faces.slack.plan import LIST_SIZE, Crowding, next_post
from bot.faces.slack.queries import Waiting
from bot.kernel.errors import TellUser
from bot.people.rules import Right
from bot.review.rules import Refusal, Status
from cogs.triage.view import Progress, from_words
from tests.support.items import item
from tests.support.slack_bot import VirtualTime

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
word = st.from_regex(r"[a-z][a-z0-9_]{0,20}", fullmatch=True)
extra = st.lists(st.from_regex(r"[A-Za-z0-9_.@#-]{1,20}", fullmatch=True), max_size=4).map(tuple)
number = st.none() | st.integers(min_value=0, max_value=2**63)


@given(word, word, number, number, extra)
def test_what_is_encoded_is_read_back(
    area: str, verb: str, item_id: int | None, revision: int | None, extra: tuple[str, ...]
) -> None:
    encoded = encode(area, verb, item_id, revision, extra)
    assert len(encoded) <= LIMIT
    assert decode(encoded) == ActionId(area, verb, item_id, revision, extra)


@given(st.text(max_size=400))
def test_reading_never_raises(raw: str) -> None:
    assert isinstance(decode(raw), ActionId | Unknown)


@pytest.mark.parametrize(
    "raw", ["", "g1", "g1:review", "g2:review:approve:1", "g1:review:approve:x", "g1:Review:a:1"]
)
def test_what_is_not_ours_is_unknown(raw: str) -> None:
    assert isinstance(decode(raw), Unknown)


def test_what_could_not_be_read_back_is_refused() -> None:
    with pytest.raises(ValueError, match="lower-case"):
        encode("review", "a:b")
    with pytest.raises(ValueError, match="read back"):
        encode("review", "a", extra=("x:y",))
    with pytest.raises(ValueError, match="longer"):
        encode("review", "a", extra=("x" * 255,))


def test_the_documented_form() -> None:
    assert encode("review", "approve", 123, 4) == "g1:review:approve:123:4"


@given(st.text())
def test_escaped_text_has_no_brackets_of_its_own(text: str) -> None:
    escaped = b.escape(text)
    assert "<" not in escaped
    assert ">" not in escaped
    assert len(b.cut(escaped, 50)) <= 50
    assert not b.cut(escaped, 50).rstrip("…").endswith(("&", "&a", "&am", "&amp", "&l", "&lt", "&g", "&gt"))


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("*bold* _it_ ~gone~ `code`", "\u2217bold\u2217 \u02cdit\u02cd \u223cgone\u223c \u02cbcode\u02cb"),
        ("b*****", "b" + "\u2217" * 5),
        ("snake_case and 2*3", "snake_case and 2*3"),
        (":boom: 10:30", ":\u2060boom: 10:30"),
        ("> quoted", "\u2060&gt; quoted"),
    ],
)
def test_formatting_signs_show_and_do_nothing(written: str, shown: str) -> None:
    assert b.escape(written) == shown


@pytest.mark.parametrize(
    "url",
    [
        "javascript:x",
        "data:text/html,x",
        "//x",
        "http://",
        "https://a b",
        "https://a|b",
        "https://a>b",
        "",
        None,
    ],
)
def test_what_is_no_web_address_is_no_link(url: str | None) -> None:
    assert b.link(url, "label") == "label"


def test_a_link_shows_its_label_and_nothing_else() -> None:
    assert b.link("https://a.example/?x=1&y=2", "a|b>c") == "<https://a.example/?x=1&amp;y=2|a¦b&gt;c>"


@given(st.text(min_size=1, max_size=9000))
def test_chunks_are_the_text(text: str) -> None:
    pieces = b.chunks(text)
    assert "".join(pieces) == text
    assert all(0 < len(piece) <= b.SECTION for piece in pieces)


def waiting(count: int) -> list[Waiting]:
    return [Waiting(number, 100 - number, 0) for number in range(count)]


def test_few_get_cards_the_most_urgent_first() -> None:
    post = next_post(waiting(15), 15, [], Crowding(), summary_open=False)
    assert post is not None
    assert (post.kind, post.item_ids) == ("card", (0,))
    assert next_post([], 0, [0] * 99, Crowding(), summary_open=False) is None


def test_many_share_a_summary_and_the_top_keep_their_cards() -> None:
    post = next_post(waiting(37), 37, [], Crowding(), summary_open=False)
    assert post is not None
    assert (post.kind, len(post.item_ids), post.item_ids[0]) == ("summary", 32, 5)
    post = next_post(waiting(5), 5, [], Crowding(), summary_open=True)
    assert post is not None
    assert post.kind == "card"
    post = next_post(waiting(3), 3, [100] * 15, Crowding(), summary_open=True)
    assert post is not None
    assert (post.kind, post.item_ids) == ("join", (0, 1, 2))


def test_lists_take_sixteen() -> None:
    post = next_post(waiting(40), 40, [], Crowding(overflow="lists"), summary_open=False)
    assert post is not None
    assert (post.kind, len(post.item_ids)) == ("list", LIST_SIZE)


def test_what_stands_and_is_less_urgent_takes_no_card_from_a_burst() -> None:
    for standing, own in (([10] * 9, 5), ([100] * 2 + [10] * 9, 3), ([100] * 5, 0), ([97] * 3, 3)):
        post = next_post(waiting(60), 60, standing, Crowding(), summary_open=False)
        assert post is not None
        assert (post.kind, post.item_ids[0], len(post.item_ids)) == ("summary", own, 60 - own), standing


@given(
    st.integers(0, 60),
    st.lists(st.integers(30, 110), max_size=60),
    st.integers(1, 30),
    st.integers(0, 10),
    st.booleans(),
)
def test_no_more_cards_than_a_burst_come_at_once(
    total: int, before: list[int], burst: int, top: int, summary_open: bool
) -> None:
    """Posting until nothing is left: no item twice, none left out, no flood of cards, the most urgent carded."""
    standing = list(before)
    left, cards, shared = waiting(total), 0, 0
    crowding = Crowding(burst, top)
    while (post := next_post(left, len(left), standing, crowding, summary_open=summary_open)) is not None:
        done = set(post.item_ids)
        assert done
        assert done <= {one.item_id for one in left}
        left = [one for one in left if one.item_id not in done]
        if post.kind == "card":
            cards += 1
            standing.append(100 - post.item_ids[0])
        else:
            shared += len(done)
            summary_open = True
    assert cards + shared == total
    assert cards <= top or len(standing) <= burst
    most = sorted(standing, reverse=True)[:top]
    assert all(one.priority in most for one in waiting(total)[: max(0, top - len(before))])


async def test_the_pace_of_posts_and_changes() -> None:
    time = VirtualTime()
    pace = Pace(time.now, time.sleep)
    for _ in range(3):
        await pace.post("C1")
    assert time.seconds == pytest.approx(1000 + 2 * POST_EVERY)
    await pace.post("C2")
    assert time.seconds == pytest.approx(1000 + 2 * POST_EVERY)
    for _ in range(51):
        await pace.update()
    assert time.seconds >= 1000 + 2 * POST_EVERY + 50 * UPDATE_EVERY - 0.01
    pace.slow_down("C1", 30)
    assert pace.until_post("C1") == pytest.approx(30)
    assert pace.until_update() == pytest.approx(30)


async def test_waiters_for_one_channel_leave_one_after_the_other() -> None:
    time = VirtualTime()
    left: list[float] = []
    pace = Pace(time.now, time.sleep)

    async def post() -> None:
        await pace.post("C1")
        left.append(time.seconds)

    await asyncio.gather(*(post() for _ in range(4)))
    assert len(left) == 4


@given(st.text(max_size=100))
def test_metadata_of_strangers_is_an_empty_origin(text: str) -> None:
    assert isinstance(Origin.unpack(text), Origin)
    assert isinstance(Progress.unpack(text), Progress)


def test_metadata_is_read_back() -> None:
    origin = Origin("C1", "1.2", "https://x", "V1", "g1:review:details:1:1", "{}")
    assert Origin.unpack(origin.pack()) == origin
    progress = Progress(3, 2, 1, (4, 5), "shop", "sv", True)
    assert Progress.unpack(progress.pack()) == progress
    assert len(Progress(2**40, 2, 1, tuple(range(2**40, 2**40 + 150))).pack()) < 3000


def test_filters_in_words() -> None:
    known = (["shop", "mastodon"], ["sv", "de"])
    assert from_words("flagged source:Shop lang:sv", *known) == Progress(
        source="shop", language="sv", flagged=True
    )
    for wrong, told in {
        "bogus": "Try flagged, source:NAME or lang:CODE.",
        "source:nope": "There are mastodon, shop.",
        "flagged lang:xx": "Waiting are de, sv.",
    }.items():
        with pytest.raises(TellUser) as refused:
            from_words(wrong, *known)
        assert refused.value.remedy == told


def refused(**changes: object) -> Refusal:
    known = {"by": "U1", "by_name": "Noah Berg", "at": NOW - timedelta(minutes=3), "status": Status.APPROVED}
    return Refusal(**{**known, **changes})  # type: ignore[arg-type]


def test_refusals_in_words() -> None:
    assert explain(refused(kind="already_decided"), "U2", NOW).startswith(
        "Noah Berg approved this 3 minutes ago."
    )
    assert explain(refused(kind="already_decided"), "U1", NOW).startswith("You approved this")
    photo = name_of(item(kind="photo", creator=CreatorView(1, "Giulia Conti")))
    assert "approved this photo by Giulia Conti 3 min" in explain(
        refused(kind="already_decided"), "U2", NOW, what=photo
    )
    assert "You clicked at this photo by" in explain(
        Refusal("no_right", right=Right.DECIDE), "U2", NOW, "", photo
    )
    assert name_of(item(life="deleted")) == "this post"
    no_right = Refusal("no_right", right=Right.DECIDE)
    assert (
        explain(no_right, "U2", NOW, "Mia or @managers")
        == "Only moderators can decide. Ask Mia or @managers."
    )
    assert "withdrawn by its creator" in explain(refused(kind="gone", life="withdrawn"), "U2", NOW)
    for kind in ("nothing_to_undo", "unknown_item", "not_open", "gone"):
        assert explain(Refusal(kind), "U2", NOW)


def test_words_for_figures() -> None:
    assert words.rating_words(4.4, 5) == "★★★★☆ 4.4 of 5"
    assert words.rating_words(99, 5) == "★★★★★ 99 of 5"
    assert words.rating_words(7, None) == "rated 7"
    assert (
        words.metric_words({"odd": 2, "comments": 1, "likes": 12, "views": 0})
        == "12 likes · 1 comment · 2 odd"
    )
    assert words.number(3_400_000) == "3.4 million"
    assert words.language_word("sv-SE") == "Swedish"
    assert words.language_word("und") is None
    assert words.ago(NOW, NOW) == "just now"


def test_how_it_came_here_in_words() -> None:
    assert words.origin_words([]) == ("Found by", "")
    assert words.origin_words([("hashtag", "#tea"), ("person", "Mia")]) == (
        "Added by",
        "Mia; found by hashtag #tea",
    )
    ways = [("hashtag", "tea"), ("contest", "Autumn"), ("person", "Mia"), ("contest", "Winter")]
    assert words.origin_words(ways) == (
        "Entered in",
        "“Autumn”, “Winter”; added by Mia; found by hashtag #tea",
    )
    assert words.by_hand([("contest", "Autumn"), ("person", "Mia")])
    assert not words.by_hand(ways)
    assert not words.by_hand([])
