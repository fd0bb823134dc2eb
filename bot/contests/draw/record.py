"""The published record of a draw: what was frozen when entries closed, and every step after it.

Each step holds the hash of what stands before it, so nothing in a record can be changed, left out or put in between
without changing its last hash. Values are immutable; every step gives a new record.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from typing import Annotated, Any, Final, Literal, TypeVar

from pydantic import Field, TypeAdapter
from pydantic.dataclasses import dataclass

from bot.contests.draw.entries import EntryList
from bot.contests.draw.hashing import canonical, hash_of
from bot.contests.draw.randomness import (
    LONGEST_WORDS,
    SHORTEST_WORDS,
    Beacon,
    DrandRound,
    Source,
    TwoPeople,
    Words,
    mixed,
    promise_of,
)
from bot.contests.draw.tickets import commitment, order, seed, ticket, winners
from bot.contests.draw.values import STRICT, Count, Hash, Label, Moment, Number, Reason
from bot.kernel.errors import TellUser
from bot.kernel.text import clean_line

VERSION: Final = 1
_UNSEALED = "0" * 64


@dataclass(frozen=True, config=STRICT)
class Frozen:
    """What is fixed, and published, when entries close: before anybody can know the public randomness."""

    entry_list: EntryList
    entries_hash: Hash
    places: Count  # how many win in the first draw; 0 where only ties are broken by lot
    source: Source
    commitment: Hash
    rules_hash: Hash  # SHA-256 of the rules' text
    frozen_at: Moment
    replaces: Hash | None = None  # the hash of an earlier freeze that this one takes the place of

    @cached_property
    def hash(self) -> str:
        """SHA-256 of the frozen part in canonical JSON: what is posted in the channel."""
        return hash_of(plain(self))


@dataclass(frozen=True, config=STRICT, kw_only=True)
class Step:
    """What every step has: when it was, the hash of what stands before it, and its own."""

    step: str
    at: Moment
    after: Hash = _UNSEALED
    hash: Hash = _UNSEALED

    def sealed(self, after: str) -> str:
        """The hash of this step behind what has the hash ``after``."""
        return hash_of({key: value for key, value in plain(self).items() if key != "hash"} | {"after": after})


@dataclass(frozen=True, config=STRICT, kw_only=True)
class Promise(Step):
    """One of the two people has handed in the hash of their words."""

    step: Literal["promise"] = "promise"
    person: Label
    promise: Hash


@dataclass(frozen=True, config=STRICT, kw_only=True)
class Reveal(Step):
    """One of the two people has said their words."""

    step: Literal["reveal"] = "reveal"
    person: Label
    words: Words


@dataclass(frozen=True, config=STRICT, kw_only=True)
class Opening(Step):
    """The organiser's secret, and the beacon's round where one was named. From here on everybody can draw."""

    step: Literal["opening"] = "opening"
    secret: Hash
    beacon: Beacon | None
    seed: Hash


@dataclass(frozen=True, config=STRICT)
class Exclusion:
    """An entry that doesn't count any more, and why."""

    number: Number
    reason: Annotated[Reason, Field(min_length=1)]


@dataclass(frozen=True, config=STRICT)
class Winner:
    number: Number
    ticket: Hash


@dataclass(frozen=True, config=STRICT, kw_only=True)
class Draw(Step):
    """A draw or a re-roll: how many places, who no longer counts, who won."""

    step: Literal["draw"] = "draw"
    places: Annotated[int, Field(ge=1, le=1_000_000)]
    excluded: tuple[Exclusion, ...]
    winners: tuple[Winner, ...]
    by: Label
    reason: Reason


@dataclass(frozen=True, config=STRICT, kw_only=True)
class Lots(Step):
    """Entries with the same score, each group in the order of its tickets."""

    step: Literal["lots"] = "lots"
    groups: tuple[tuple[Number, ...], ...]
    by: Label
    reason: Reason


AnyStep = Annotated[Promise | Reveal | Opening | Draw | Lots, Field(discriminator="step")]
S = TypeVar("S", bound=Step)


@dataclass(frozen=True, config=STRICT)
class Record:
    """Version 1 of the published record."""

    goodword_draw: Literal[1]
    frozen: Frozen
    frozen_hash: Hash
    steps: tuple[AnyStep, ...] = ()

    # What stands in it

    @property
    def head(self) -> str:
        """The last hash: it covers everything. Post it with every step, so that people can compare."""
        return self.steps[-1].hash if self.steps else self.frozen_hash

    def all(self, kind: type[S]) -> tuple[S, ...]:
        """Every step of a kind, in order."""
        return tuple(step for step in self.steps if isinstance(step, kind))

    @property
    def opening(self) -> Opening | None:
        """The opening, once it was."""
        return next(iter(self.all(Opening)), None)

    @property
    def seed(self) -> bytes:
        """Raises TellUser before the opening."""
        if self.opening is None:
            raise TellUser(
                "This draw isn't open yet.", remedy="Wait for the public randomness, then open it."
            )
        return bytes.fromhex(self.opening.seed)

    @cached_property
    def order(self) -> tuple[int, ...]:
        """Every entry's number by its ticket, the first winner first. Raises TellUser before the opening."""
        return order(self.seed, self.frozen.entry_list.numbers)

    @property
    def excluded(self) -> frozenset[int]:
        """Numbers that no longer count."""
        return frozenset(each.number for draw in self.all(Draw) for each in draw.excluded)

    @property
    def drawn(self) -> tuple[int, ...]:
        """Every number that was ever drawn, in order."""
        return tuple(winner.number for draw in self.all(Draw) for winner in draw.winners)

    @property
    def winners(self) -> tuple[int, ...]:
        """Those drawn who still count."""
        return tuple(number for number in self.drawn if number not in self.excluded)

    def plain(self) -> dict[str, Any]:
        """As JSON values; ``read_plain`` reads it."""
        return plain(self)

    def to_json(self) -> str:
        """The file that is published: canonical JSON, one line."""
        return canonical(self.plain()).decode()

    # Steps

    def promise(self, person: str, promise: str, at: datetime) -> Record:
        """One of the two people hands in the hash of their words. Raises TellUser."""
        self._of_two(person)
        if len(promise) != 64 or set(promise) - set("0123456789abcdef"):
            raise TellUser(
                "A promise is a hash of 64 characters, 0-9 and a-f.",
                remedy="Make it with `goodword contest promise`, and hand in what it prints.",
            )
        if any(each.person == person for each in self.all(Promise)):
            raise TellUser(
                f"{person} has handed in a promise already.", remedy="It stands and can't be changed."
            )
        return self._with(Promise(at=at, person=person, promise=promise))

    def reveal(self, person: str, words: str, at: datetime) -> Record:
        """One of the two people says their words; both promises must stand. Raises TellUser."""
        promises = {each.person: each.promise for each in self.all(Promise)}
        for each in self._of_two(person).people:
            if each not in promises:
                raise TellUser(
                    f"{each} hasn't handed in a promise yet.",
                    remedy="Keep the words until both promises stand.",
                )
        if any(each.person == person for each in self.all(Reveal)):
            raise TellUser(f"{person} has said the words already.", remedy="Wait for the other person's.")
        if not SHORTEST_WORDS <= len(words) <= LONGEST_WORDS or promise_of(person, words) != promises[person]:
            raise TellUser(
                "These aren't the words that were promised.",
                remedy="Every character counts, capitals and spaces too: copy them from where you wrote them down.",
            )
        return self._with(Reveal(at=at, person=person, words=words))

    def open(self, secret: bytes, at: datetime, beacon: Beacon | None = None) -> Record:
        """Reveal the secret, with the beacon's round where one was named. The caller has verified its signature.

        Raises TellUser when it is open already, the secret isn't the one committed to, or the randomness isn't that
        which was named."""
        if self.opening is not None:
            raise TellUser("This draw is open already.", remedy="Draw, or read its record.")
        if commitment(secret) != self.frozen.commitment:
            raise TellUser(
                "The secret isn't the one that was committed to.", remedy="Look for it in a backup."
            )
        made = seed(secret, self._randomness(beacon), self.frozen_hash).hex()
        return self._with(Opening(at=at, secret=secret.hex(), beacon=beacon, seed=made))

    def draw(
        self,
        by: str,
        at: datetime,
        *,
        places: int | None = None,
        reason: str = "",
        excluded: Mapping[int, str] | None = None,
    ) -> Record:
        """Draw, or draw again: the next in the order, without earlier winners and without whoever was excluded, now
        or before. ``excluded``: number -> why it no longer counts; an earlier winner may be among them. The first
        draw gives the places that were frozen, later ones a place unless told otherwise. Raises TellUser."""
        again = bool(self.all(Draw))
        wanted = places if places is not None else 1 if again else self.frozen.places
        if wanted < 1 or (not again and wanted != self.frozen.places):
            raise TellUser(
                f"{wanted} places can't be drawn: the rules say {self.frozen.places}.",
                remedy="Draw as many as were announced; draw again for those who don't count.",
            )
        new = dict(excluded or {})
        self._may_exclude(new)
        left_out = self.excluded | set(self.drawn) | set(new)
        found = winners(self.order, wanted, left_out)
        if not found:
            raise TellUser("Nobody is left to draw.", remedy="The place stays empty.")
        return self._with(
            Draw(
                at=at,
                places=wanted,
                excluded=tuple(Exclusion(number, _line(why)) for number, why in sorted(new.items())),
                winners=tuple(Winner(number, ticket(self.seed, number)) for number in found),
                by=_line(by),
                reason=_line(reason),
            )
        )

    def lots(self, groups: Iterable[Iterable[int]], by: str, at: datetime, reason: str = "") -> Record:
        """Put entries with the same score in order, each group by its tickets. Raises TellUser."""
        known, sorted_groups = set(self.frozen.entry_list.numbers), []
        for group in groups:
            numbers = tuple(group)
            if set(numbers) - known or len(set(numbers)) < len(numbers):
                raise TellUser(
                    "A tied entry isn't in the frozen list, or stands twice.", remedy="Check the list."
                )
            sorted_groups.append(order(self.seed, numbers))
        return self._with(Lots(at=at, groups=tuple(sorted_groups), by=_line(by), reason=_line(reason)))

    # Inner parts

    def _of_two(self, person: str) -> TwoPeople:
        source = self.frozen.source
        if not isinstance(source, TwoPeople):
            raise TellUser(
                "This draw takes its randomness from a beacon, not from people.", remedy="Nothing to do."
            )
        if person not in source.people:
            raise TellUser(
                f"The two people named are {' and '.join(source.people)}.", remedy="Ask one of them."
            )
        return source

    def _randomness(self, beacon: Beacon | None) -> bytes:
        source = self.frozen.source
        if isinstance(source, DrandRound):
            if beacon is None or beacon.round != source.round or not beacon.matches:
                raise TellUser(
                    f"The beacon's round {source.round} was named in advance; this isn't it.",
                    remedy="Fetch that round.",
                )
            return bytes.fromhex(beacon.randomness)
        words = {each.person: each.words for each in self.all(Reveal)}
        if beacon is not None or len(words) < 2:
            missing = " and ".join(person for person in source.people if person not in words)
            raise TellUser(f"The words of {missing or 'both people'} are missing.", remedy="Ask for them.")
        first, second = source.people
        return mixed((first, words[first]), (second, words[second]))

    def _may_exclude(self, new: Mapping[int, str]) -> None:
        known = set(self.frozen.entry_list.numbers)
        for number, why in new.items():
            if number not in known:
                raise TellUser(f"There is no entry {number} in the frozen list.", remedy="Check the number.")
            if number in self.excluded:
                raise TellUser(f"Entry {number} is excluded already.", remedy="Leave it out.")
            if not _line(why):
                raise TellUser(f"Entry {number} needs a reason.", remedy="Say why it no longer counts.")

    def _with(self, step: S) -> Record:
        placed = replace(step, after=self.head)
        return replace(self, steps=(*self.steps, replace(placed, hash=placed.sealed(self.head))))  # type: ignore[arg-type]  # of its own kind


def freeze(
    entries: EntryList,
    secret: bytes,
    source: DrandRound | TwoPeople,
    *,
    places: int,
    rules_hash: str,
    frozen_at: datetime,
    replaces: Record | None = None,
) -> Record:
    """The record as it is published when entries close. ``secret`` stays with the organiser. ``replaces`` is the
    record of an earlier freeze, where its randomness can't be had: everybody who verifies is told of it."""
    if isinstance(source, TwoPeople) and len(set(source.people)) < 2:
        raise TellUser("The two people of a draw are two.", remedy="Name another person.")
    frozen = Frozen(
        entries,
        entries.hash,
        places,
        source,
        commitment(secret),
        rules_hash,
        frozen_at,
        replaces.frozen_hash if replaces else None,
    )
    return Record(VERSION, frozen, frozen.hash)


def _line(text: str) -> str:
    """Somebody's words as a line that is safe to publish."""
    return clean_line(text, 200)


def plain(value: object) -> dict[str, Any]:
    """As JSON values."""
    return _ADAPTERS[type(value)].dump_python(value, mode="json")  # type: ignore[no-any-return]  # each is an object


_ADAPTERS: dict[type, TypeAdapter[Any]] = {
    kind: TypeAdapter(kind) for kind in (Frozen, Promise, Reveal, Opening, Draw, Lots, Record)
}
