"""Cards, lists and windows drawn from plain values, held against Slack's limits and types."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from bot.faces.history import HistoryLine
from bot.faces.item_view import AskView, CreatorView, ItemView, MediaView, NoteView
from bot.faces.slack import crowd
from bot.faces.slack.blocks import search_text
from bot.faces.slack.card import card
from bot.faces.slack.context import Origin
from bot.faces.slack.history import history_window
from bot.faces.slack.queries import Tally
from bot.people.rules import Person, Role
from bot.review.rules import Status
from bot.rights.rules import AskAction, AskStatus, AskStep
from bot.rights.scope import Channel, Scope, Use
from bot.rights.where import Place
from cogs.ask import modals as ask_modals
from cogs.ask.view import AskWindow, Letter, Mode, Outcome
from cogs.review import modals
from cogs.triage import modals as triage_modals
from cogs.triage.view import Choices, Progress
from tests.support.blocks import check_against_types, check_message, check_view, compact
from tests.support.items import EVERY_STATE, FOUND, HOSTILE, crowded, hostile, item

FILES = {number: f"F0FILE{number:04}" for number in range(4)}
MIA = Person("U0MIA00001", "Mia Lindqvist", Role.MANAGER)
ORIGIN = Origin("C0REVIEW01", "1.2", "https://hooks.example/" + "x" * 200)


def items() -> Iterator[ItemView]:
    for make in (item, crowded, hostile):
        for state in EVERY_STATE:
            yield make(**state)


def messages() -> Iterator[list[dict[str, Any]]]:
    for one in items():
        yield card(one, FILES, "abc123").blocks
        yield card(one).blocks
        yield crowd.listing([one]).blocks
    yield crowd.summary(Tally(37, 37, 5)).blocks
    yield crowd.summary(Tally(37, 3, 0, 20, 10, 2, 4)).blocks
    yield crowd.summary(Tally(1, 0, 0, 1)).blocks
    yield crowd.summary(
        Tally(9, 9, platforms={HOSTILE * 3: 3, "blog": 2, **dict.fromkeys("abcde", 1)})
    ).blocks


def windows() -> Iterator[dict[str, Any]]:
    names = [HOSTILE, "Summer", *(f"Campaign {number}" for number in range(200))]
    lines = [HistoryLine(FOUND, HOSTILE, HOSTILE, HOSTILE * 20, "slack") for _ in range(300)]
    for one in items():
        yield modals.reject(one, ORIGIN)
        yield modals.escalate(one, ORIGIN, {})
        yield modals.escalate(one, ORIGIN, {f"U{number:08}": HOSTILE for number in range(100)})
        yield modals.note(one, ORIGIN)
        yield modals.campaign(one, names, ORIGIN)
        yield modals.campaign(one, [], ORIGIN)
        yield modals.block(one, ORIGIN)
        yield history_window(one, lines)
        yield modals.details(one, FILES, MIA, ORIGIN)
        progress = Progress(one.item_id, 12, 6, tuple(range(10_000, 10_150)), "shop", "sv", True)
        yield triage_modals.window(progress, one, 31, Choices(["shop"] * 1, ["sv", "x-odd"]), FILES, HOSTILE)
    yield triage_modals.window(Progress(decided=3, last=9), None, 0, Choices([], []), {})
    yield from permission_windows()


def permission_windows() -> Iterator[dict[str, Any]]:
    """The permission window for every purpose, as full as it gets."""
    steps = [AskStep(action, "U1", HOSTILE, FOUND, 1, HOSTILE) for action in AskAction]
    scope = Scope(frozenset(Use), HOSTILE * 9, 400, HOSTILE * 9, latest=FOUND)
    letter = Letter("text " * 600, ways=list(Channel), most=500, scope=scope, kept=True)
    for status in AskStatus:
        view = AskView(
            status.value, "U1", HOSTILE, FOUND, HOSTILE, "reply", "failed", FOUND, FOUND, HOSTILE * 90, tuple(Use),
            HOSTILE, 400, FOUND, HOSTILE,
        )  # fmt: skip
        for mode, outcomes in itertools.product(Mode, ([], list(Outcome))):
            full = AskWindow(
                7,
                HOSTILE,
                status,
                mode,
                replace(view, renewal=view),
                letter,
                ["de", "en", "sv"],
                Place(HOSTILE, "https://a.example/1"),
                False,
                HOSTILE,
                HOSTILE * 90,
                outcomes,
                bool(outcomes),
                may_write=True,
                may_renew=True,
                may_remind=True,
                steps=steps,
                notice=":warning: " + "word " * 500,
            )
            yield ask_modals.ask(full, ORIGIN)
        yield ask_modals.ask(AskWindow(7, HOSTILE, status), ORIGIN)


def test_every_message_keeps_to_slacks_limits() -> None:
    for blocks in messages():
        check_message(blocks)


def test_every_window_keeps_to_slacks_limits() -> None:
    for view in windows():
        check_view(view)


@pytest.mark.real_data
def test_every_message_and_window_fits_the_published_types() -> None:
    for blocks in messages():
        check_against_types("Blocks", blocks)
    for view in windows():
        check_against_types("Modal", view)


def test_a_list_of_sixteen_of_the_longest_rows_fits_a_message() -> None:
    rows = [crowded(item_id=2**40 + number, revision=100) for number in range(16)]
    drawn = crowd.listing(rows)
    assert len(drawn.blocks) <= 50
    assert len(compact(drawn.blocks)) <= 13_200


def test_a_summary_says_what_is_in_it_and_where_the_most_urgent_are() -> None:
    counts = Tally(60, 60, 5, platforms={"mastodon": 41, "blog": 19})
    text = search_text(crowd.summary(counts).blocks)
    assert "*60 new items*, 5 flagged\n41 from Mastodon, 19 from blogs" in text
    assert "The most urgent have cards of their own" in text
    assert "cards of their own" not in search_text(crowd.summary(counts, own_cards=False).blocks)
    many = Tally(9, 9, platforms={"mastodon": 2, "blog": 2, **dict.fromkeys("abcde", 1)})
    assert "1 from C, 2 from elsewhere" in search_text(crowd.summary(many).blocks)


def test_a_row_of_a_list_shows_title_and_text() -> None:
    text = search_text(crowd.listing([item(title="Lamps", text="I love\nthis lamp " * 20)]).blocks)
    assert ": \u2068Lamps\u2069\n>\u2068I love this lamp" in text
    assert search_text(crowd.listing([item(title="Lamps", text="Lamps")]).blocks).count("Lamps") == 1


@pytest.mark.parametrize("state", EVERY_STATE)
def test_hostile_text_has_no_effect(state: dict[str, Any]) -> None:
    """No ping, no link but ours, no direction override, wherever a stranger's words stand."""
    for made in (card(hostile(**state)), crowd.listing([hostile(**state)])):
        for text in _mrkdwn([*made.blocks, {"type": "mrkdwn", "text": made.text}]):
            ours = text.replace("<!date^", "").replace("to <@U0MIA00001>", "")
            assert not re.search(r"<(?!https?://)", ours), text
            assert "<https://evil" not in text
            assert "\u202e" not in text


def _mrkdwn(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if value.get("type") == "mrkdwn":
            yield value["text"]
        for part in value.values():
            yield from _mrkdwn(part)
    elif isinstance(value, list):
        for part in value:
            yield from _mrkdwn(part)


def test_drawing_is_the_same_each_time_and_menus_alone_are_made_fresh() -> None:
    assert card(crowded(), FILES).digest == card(crowded(), FILES).digest
    assert card(crowded(), FILES, "a").digest == card(crowded(), FILES, "b").digest
    assert card(crowded(), FILES, "a").blocks != card(crowded(), FILES, "b").blocks
    assert card(crowded()).digest != card(crowded(), FILES).digest


def test_the_card_of_a_waiting_item() -> None:
    drawn = card(item(rating=4, rating_scale=5, language="sv", metrics={"likes": 1}))
    text = search_text(drawn.blocks)
    assert "*<https://social.example/@anna|Anna Svensson>*" in text
    assert "1,234 followers" in text
    assert "<https://social.example/@anna/7|Post on Mastodon> · ★★★★☆ 4 of 5 · 1 like" in text
    assert "Swedish" in text
    buttons = [element["text"]["text"] for element in drawn.blocks[-1]["elements"][:3]]
    assert buttons == ["Approve", "Reject…", "Ask permission…"]
    menu = [option["text"]["text"] for option in drawn.blocks[-1]["elements"][-1]["options"]]
    assert menu == [
        "Escalate to a person…",
        "Add note…",
        "Add to campaign…",
        "History",
        "About this creator",
        "Block creator…",
    ]


def test_what_a_person_added_says_so_in_plain_words() -> None:
    bare: dict[str, Any] = {"text": "", "creator": None, "platform": "web", "why": (("person", "Mia"),)}
    drawn = card(item(**bare))
    text = search_text(drawn.blocks)
    assert drawn.text == "Post on the web, without its text"
    assert "Nobody has said yet who made this" in text
    assert "added by \u2068Mia\u2069" in text
    assert "found by" not in text.lower()
    decided = card(item(**bare, status=Status.APPROVED, decided_by="U1", decided_by_name="Mia")).text
    assert decided.endswith("Post on the web> · item 7")
    later = search_text(card(item(why=(("person", "Mia"), ("hashtag", "glowday")))).blocks)
    assert "added by \u2068Mia; found by hashtag #glowday\u2069" in later
    assert "The platform does not say who wrote this" in search_text(card(item(creator=None)).blocks)


def test_media_can_be_hidden_and_shown_and_says_by_whom() -> None:
    shown = card(crowded(), FILES)
    assert [block["slack_file"]["id"] for block in shown.blocks if block["type"] == "image"] == ["F0FILE0000"]
    assert "and 3 more" in search_text(shown.blocks)
    assert "Hide media" in search_text(shown.blocks)
    hidden = card(crowded(media_hidden=True, media_hidden_by="Mia Lindqvist"), FILES)
    assert not [block for block in hidden.blocks if block["type"] == "image"]
    assert "Media hidden by \u2068Mia Lindqvist\u2069" in search_text(hidden.blocks)
    assert "Show media" in search_text(hidden.blocks)


def test_the_newest_note_is_one_short_line_of_the_card() -> None:
    text = search_text(
        card(item(note=NoteView("Check with\nlegal & " + "Ann " * 90, "Mia Lindqvist"))).blocks
    )
    line = next(one for one in text.splitlines() if "Note by" in one)
    assert "Note by \u2068Mia Lindqvist\u2069: \u2068Check with legal &amp; Ann" in line
    assert len(line) < 230
    assert line.endswith("…\u2069")
    assert "Note by" not in search_text(card(item()).blocks)


def test_the_window_of_an_escalated_item_says_who_escalated_it_and_why() -> None:
    state = {**EVERY_STATE[1], "reason": "Is this our lamp?", "decided_by": "U0NOAH0001"}
    text = search_text(modals.details(item(**state), {}, MIA, ORIGIN)["blocks"])
    assert "*Escalated* by" in text
    assert "Noah Berg" in text
    assert "to <@U0MIA00001>" in text
    assert "Is this our lamp?" in text


@pytest.mark.parametrize(
    ("url", "problem", "told"),
    [
        (
            "http://169.254.169.254/latest",
            "The picture could not be fetched: http://169.254.169.254/latest was refused by the address guard: "
            "it leads to a private address.",
            "its address is not allowed",
        ),
        ("http://intranet/a.png", "http://intranet/a.png answered 503.", "it could not be fetched"),
        (
            "https://img.example/a.png",
            "The picture could not be fetched: https://img.example/a.png was not found (404).",
            "it is gone",
        ),
        ("https://img.example/a.png", "It is not a picture.", "It is not a picture."),
    ],
)
def test_a_failed_preview_has_a_short_reason_and_links_no_private_address(
    url: str, problem: str, told: str
) -> None:
    drawn = card(item(media=(MediaView(1, "image", url, state="failed", problem=problem),)))
    line = next(one for one in search_text(drawn.blocks).splitlines() if "no preview" in one)
    assert line.endswith(f"no preview: {told}")
    assert line.count("://") == ("img.example" in url)
    assert "http://" not in line


def test_at_most_three_flags_by_words_and_how_many_more() -> None:
    text = search_text(card(crowded()).blocks)
    assert [text.count(word) for word in ("*Severe*", "*Warning*", "*Notice*")] == [1, 2, 0]
    assert "and 1 more" in text


def test_a_card_says_the_number_that_history_asks_for() -> None:
    assert "Item 7 · found by" in search_text(card(item()).blocks)
    assert "· item 7" in search_text(card(item(**EVERY_STATE[2])).blocks)


def test_a_card_closed_by_a_block_offers_to_unblock() -> None:
    anna = CreatorView(1, "Anna", blocked=True)
    assert "Unblock creator" in search_text(card(item(creator=anna, **EVERY_STATE[4])).blocks)
    assert "Unblock creator" not in search_text(card(item(**EVERY_STATE[4])).blocks)


def test_windows_with_two_ways_to_answer_say_that_one_is_needed() -> None:
    assert "one of the two is needed" in search_text(modals.reject(item(), ORIGIN)["blocks"])
    assert "one of the two is needed" in search_text(modals.campaign(item(), ["Summer"], ORIGIN)["blocks"])
    assert "one of the two" not in search_text(modals.campaign(item(), [], ORIGIN)["blocks"])


def test_a_decided_card_is_one_paragraph_with_undo() -> None:
    drawn = card(crowded(**EVERY_STATE[2]), FILES)
    assert [block["type"] for block in drawn.blocks] == ["section", "actions"]
    assert "*Approved* by *\u2068Noah Berg\u2069*" in search_text(drawn.blocks)
    assert "Undo" in search_text(drawn.blocks)


@pytest.mark.parametrize("state", [one for one in EVERY_STATE if "life" in one])
def test_nothing_of_a_gone_item_is_shown(state: dict[str, Any]) -> None:
    drawn = card(crowded(**state), FILES)
    shown = json.dumps([drawn.text, drawn.blocks])
    for secret in ("Long words", "Anna", "A title", "F0FILE", "social.example", "Campaign", "Reason"):
        assert secret not in shown


def test_what_a_person_may_not_do_is_not_offered_in_their_window() -> None:
    viewer = modals.details(item(), {}, Person("U1", "Tom", Role.VIEWER), ORIGIN)
    assert "Approve" not in search_text(viewer["blocks"])
    assert "History" in search_text(viewer["blocks"])
