"""What somebody wrote, without what they quote and without their signature. Pure.

A rule of our own, and a small one: the kept libraries for this take minutes over a text made to hurt them (a line of
fifteen thousand times "On "), leave answers between quoted lines inside the quotation, and know a list of languages.
Every step here looks at a line once:

- a line that begins with ``>`` is quoted, wherever it stands; what is written between such lines stays;
- the lines right before a quotation that introduce it ("On Monday Ana <a@example.com> wrote:") go with it, in any
  language: they end with a colon and hold an address or a date;
- from a separator on ("-----Original Message-----", a long rule, a block of From:, Sent:, To:, Subject: in any
  language) all is quoted;
- so is what follows such an introduction when it stands alone, as programs write it that do not mark quoted lines;
- from ``-- `` on it is the signature (RFC 3676, 4.3).

What is in doubt counts as quoted: nobody must be taken to have said what only stood in the mail they answered.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import lxml.etree
import lxml.html

from bot.sources.markup import MARKUP_LIMIT

_LINE = 1000
"""Characters looked at of one line."""

_SEPARATOR = re.compile(r"\s*(?:[-–—_]{3,}\s?\S[^-–—_]{1,80}[-–—_]{3,}|_{10,}|[-–—]{20,})\s*")
_FIELD = re.compile(r"\s*\*?([^\W\d_][\w .-]{0,24}?)\s?:\*?\s+\S")
_INTRODUCTION_END = re.compile(r"[:：]\s*\Z")
_DATED = re.compile(r"\d{1,2}[:.]\d{2}|\b(?:19|20)\d{2}\b|\d{1,2}[/.-]\d{1,2}[/.-]\d{2}")
_ADDRESS = re.compile(r"[^\s<>@]{1,64}@[^\s<>@]{1,253}")
_FIELDS_AT_LEAST = 3
_INTRODUCTION_LINES = 4
_QUOTES = (
    "//blockquote | //*[contains(@class, 'gmail_quote')] | //*[contains(@class, 'yahoo_quoted')]"
    " | //*[contains(@class, 'moz-cite-prefix')] | //*[contains(@class, 'protonmail_quote')]"
    " | //*[@id='divRplyFwdMsg' or @id='appendonsend' or @id='mail-editor-reference-message-container']"
    "/following-sibling::* | //*[@id='divRplyFwdMsg' or @id='mail-editor-reference-message-container']"
)


@dataclass(frozen=True, slots=True)
class Written:
    """``text``: their own words. ``quoted``: whether anything was taken out."""

    text: str
    quoted: bool


def own_words(text: str) -> Written:
    """Their own words in a plain text."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    end = _end(lines)
    marked = [_is_marked(line) for line in lines[:end]]
    dropped = set()
    for number, quoted in enumerate(marked):
        if quoted:
            dropped.add(number)
            if number and not marked[number - 1]:
                dropped.update(_introduction_before(lines, number))
    kept = "\n".join(line for number, line in enumerate(lines[:end]) if number not in dropped)
    return Written(_tidy(kept), bool(dropped) or _quotes_follow(lines, end))


def _is_marked(line: str) -> bool:
    return line.lstrip()[:1] == ">"


def _end(lines: Sequence[str]) -> int:
    """The number of the first line that is no longer theirs."""
    for number, line in enumerate(lines):
        if line.rstrip("\n") in ("-- ", "--") or (line[:3] == "-- " and not line.strip(" -")):
            return number
        if _is_marked(line):
            continue
        if _SEPARATOR.fullmatch(line[:_LINE]) and number:
            return number
        if _is_field_block(lines, number):
            return number
        if _introduces(line):
            first, complete = _introduction(lines, number)
            if first is not None and complete and not _marked_follow(lines, number):
                return first
    return len(lines)


def _quotes_follow(lines: Sequence[str], end: int) -> bool:
    return end < len(lines) and not lines[end].startswith("--")


def _marked_follow(lines: Sequence[str], number: int) -> bool:
    """Whether the next line that says something is marked as quoted: then only marked lines are."""
    return any(_is_marked(line) for line in lines[number + 1 : number + 3])


def _is_field_block(lines: Sequence[str], start: int) -> bool:
    """Three lines of "Name: value" in a row, one with an address and one with a date: the head of a quoted mail."""
    if not _FIELD.match(lines[start][:_LINE]):
        return False
    block = []
    for line in lines[start : start + 6]:
        if not _FIELD.match(line[:_LINE]):
            break
        block.append(line[:_LINE])
    joined = " ".join(block)
    return len(block) >= _FIELDS_AT_LEAST and bool(_ADDRESS.search(joined) or _DATED.search(joined))


def _introduces(line: str) -> bool:
    """The last line of "On ... wrote:"."""
    return _INTRODUCTION_END.search(line[-20:]) is not None


def _introduction(lines: Sequence[str], last: int) -> tuple[int | None, bool]:
    """The first line of the introduction that ends at ``last``, and whether it names both an address and a time. It
    reaches back until it does, over four lines at most and no empty one, and not into what was written before."""
    dated = addressed = False
    first: int | None = None
    for number in range(last, max(-1, last - _INTRODUCTION_LINES), -1):
        line = lines[number][:_LINE]
        if not line.strip() or _is_marked(line):
            break
        here = (not dated and _DATED.search(line)) or (not addressed and _ADDRESS.search(line))
        dated = dated or _DATED.search(line) is not None
        addressed = addressed or _ADDRESS.search(line) is not None
        first = number if here else first
        if dated and addressed:
            return number, True
    return first, False


def _introduction_before(lines: Sequence[str], number: int) -> range:
    """The lines that introduce the quotation that begins at ``number``; an empty line may stand between."""
    last = number - 1
    while last >= 0 and number - last <= 2 and not lines[last].strip():
        last -= 1
    if last < 0 or not _introduces(lines[last]):
        return range(0)
    first, _ = _introduction(lines, last)
    return range(0) if first is None else range(first, last + 1)


def _tidy(text: str) -> str:
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in text.split("\n"))).strip()


def without_quotes(markup: str) -> tuple[str, bool]:
    """HTML without the elements that mail programs put around what is quoted, and whether there were any."""
    markup = markup[:MARKUP_LIMIT]
    if not any(
        sign in markup for sign in ("<blockquote", "<BLOCKQUOTE", "quote", "divRplyFwdMsg", "appendonsend")
    ):
        return markup, False
    try:
        tree = lxml.html.document_fromstring(markup.encode("utf-8", "replace"), parser=_parser())
        found = tree.xpath(_QUOTES)
    except (lxml.etree.LxmlError, ValueError, AssertionError):
        return markup, False
    for element in found:
        if element.getparent() is not None:
            element.drop_tree()
    return lxml.html.tostring(tree, encoding="unicode"), bool(found)


def _parser() -> lxml.html.HTMLParser:
    return lxml.html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False)
