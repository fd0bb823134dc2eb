"""Curation in words, in the team's language."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from babel import Locale

from bot.ambassadors.networks import NETWORKS
from bot.curation.programme import DISCLOSURE
from bot.curation.rules import CREATOR, Change, Limit, Mark, Setting
from bot.faces.slack import blocks as b
from bot.faces.texts import Markup, has, say
from bot.kernel.errors import Refused, TellUser
from bot.kernel.text import clean_line

NAME = 60


class Teller:
    """Says texts of ours with anybody's names in them: as mrkdwn (``say``), or for plain text (``plain``)."""

    def __init__(self, language: str) -> None:
        self.language = language

    def say(self, key: str, **values: Any) -> str:
        """mrkdwn: strings are escaped, what is Markup stands as it is."""
        return say(self.language, f"cu-{key}", values, escape=lambda text: b.isolate(clean_line(text, 300)))

    def plain(self, key: str, **values: Any) -> str:
        """For buttons, titles and labels."""
        return say(self.language, f"cu-{key}", values)

    def refusal(self, error: TellUser) -> str:
        """Why not, and what to do: plain text."""
        if isinstance(error, Refused) and has(f"refused-{error.key}"):
            return say(self.language, f"refused-{error.key}", error.values)
        return str(error)

    def who(self, name: str, at: datetime | None) -> str:
        """ "by Tom, today 14:05"."""
        when = Markup(b.moment(at)) if at is not None else Markup("…")
        return self.say("who", name=name or "…", when=when)

    def name(self, by: str, by_name: str) -> str:
        """Who decided: a manager's name, or that it was the piece's creator."""
        return self.plain("its-creator") if by == CREATOR else by_name

    def until(self, moment: datetime | None) -> str:
        """ "until 3 May" or "until it is taken back"."""
        if moment is None:
            return self.say("until-open")
        return self.say("until", moment=Markup(b.moment(moment)))

    def limit(self, limit: Limit) -> str:
        return self.say("limit", shares=limit.shares, days=limit.days)

    def mark(self, kind: Mark, until: datetime | None, limit: Limit | None) -> str:
        """ "Comes first until 3 May"."""
        if kind is Mark.LIMIT:
            return self.limit(limit) if limit is not None else self.say("mark-limit")
        if kind in (Mark.HIDE, Mark.THANK):
            return self.say(f"mark-{kind.value}")
        ends = Markup(b.moment(until)) if kind is Mark.HOLD and until else Markup(self.until(until))
        return self.say(f"mark-{kind.value}", until=ends)

    def network(self, key: str) -> str:
        """Its name; "copy" and "mail" have none of their own."""
        if key in ("copy", "mail"):
            return self.plain(f"network-{key}")
        return NETWORKS[key].name if key in NETWORKS else clean_line(key, 30)

    def networks(self, keys: Any) -> str:
        return ", ".join(self.network(str(key)) for key in keys)

    def disclosure(self, language: str, network: str, country: str) -> str:
        """Where a disclosure is said: "English, LinkedIn, SE"."""
        return ", ".join(
            one
            for one in (
                language_name(language, self.language),
                self.network(network) if network else self.plain("all-networks"),
                country or self.plain("all-countries"),
            )
        )

    def change(self, change: Change) -> str:
        """What was changed, without who and when."""
        if change.id.shelf:
            first = str(change.items[0]) if change.items else ""
            values = {"name": change.shelf, "old": change.before, "count": len(change.items), "item": first}
            return self.say(f"change-shelf-{change.what}", **values)
        if change.item_id is not None:
            said = self.mark(Mark(change.what), change.until, change.limit)
            key = "change-mark-lifted" if change.id.lifted else "change-mark"
            return self.say(key, item=str(change.item_id), what=Markup(said))
        said = self.setting(change.what, change.value or {})
        if change.id.lifted and change.what.startswith(f"{Setting.LEADS_TO}:"):
            return self.say("change-lead-no-more", what=Markup(said))
        return self.say("change-lifted" if change.id.lifted else "change-set", what=Markup(said))

    def plain_setting(self, key: str, value: Any) -> str:
        """The same for plain text."""
        return self._setting(key, value, self.plain)

    def setting(self, key: str, value: Any) -> str:
        """A setting with its value."""
        return self._setting(key, value, self.say)

    def _setting(self, key: str, value: Any, say: Callable[..., str]) -> str:
        kind, _, rest = key.partition(":")
        if kind == DISCLOSURE:
            where = self.disclosure(*[*rest.split(":"), "", ""][:3])
            words = f"{value.get('text', '')} {value.get('tag', '')}".strip()
            return say("set-disclosure", where=where, words=words)
        if kind == Setting.NETWORKS:
            return say("set-networks", names=self.networks(value.get("names", ())))
        if kind == Setting.BLOCKED_WORDS:
            words = value.get("words", [])
            return say("set-words", count=len(words), words=", ".join(words)[:200] or "–")
        if kind == Setting.LEADS_TO:
            url = str(value.get("url", ""))
            where = Markup(b.link(url, url)) if url and say == self.say else url
            if rest:
                return say("set-leads-of", name=str(value.get("name", "")), url=where)
            return say("set-leads", url=where) if url else say("set-leads-here")
        if kind == Setting.PICKS_A_WEEK:
            return say("set-picks", number=int(value.get("number", 0)))
        shares, days = int(value.get("shares", 0)), int(value.get("days", 1))
        return say(
            "set-limit", what=Markup(self.limit(Limit(shares, days)) if shares else self.say("no-limit"))
        )


def language_name(code: str, language: str) -> str:
    """ "English"; the code where nobody calls it anything."""
    try:
        return str(Locale.parse(code).get_display_name(language) or code)
    except ValueError:
        return code
