"""What ambassadors read, in their own language. Markdown of Slack where a name ends in ``md``, else plain text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from babel import Locale
from babel.dates import get_day_names
from babel.numbers import format_decimal

from bot.ambassadors.networks import NETWORKS
from bot.faces.slack import blocks as b
from bot.faces.texts import Markup, has, say
from bot.kernel.text import clean_line


@dataclass(frozen=True, slots=True)
class Words:
    """One language."""

    language: str

    def md(self, key: str, **values: Any) -> str:
        """The sentence of that key for mrkdwn: values come from people and are escaped, but for ``Markup``."""
        return say(self.language, f"amb-{key}", values, escape=b.isolate)

    def plain(self, key: str, **values: Any) -> str:
        """The sentence of that key as plain text."""
        return say(self.language, f"amb-{key}", values)

    def number(self, value: int) -> Markup:
        return Markup(format_decimal(value, locale=self.language))

    def network(self, key: str) -> Markup:
        """A network's name; ways to share that are no network have words of ours."""
        if has(f"amb-network-{key}"):
            return Markup(self.plain(f"network-{key}"))
        return Markup(NETWORKS[key].name if key in NETWORKS else b.escape(clean_line(key, 30)))

    def way(self, key: str) -> Markup:
        """How something was shared, within a sentence: a network's name, "mail", "a copied link"."""
        return Markup(self.plain(f"way-{key}")) if has(f"amb-way-{key}") else self.network(key)

    def kind(self, kind: str) -> str:
        key = f"kind-{kind}" if has(f"amb-kind-{kind}") else "kind-post"
        return self.plain(key)

    def days(self) -> list[str]:
        names = get_day_names("wide", locale=self.language)
        return [str(names[number]) for number in range(7)]

    def tongue(self, code: str) -> str:
        """A language's name."""
        name = str(Locale.parse(self.language).languages.get(code) or code)
        return name[:1].upper() + name[1:]
