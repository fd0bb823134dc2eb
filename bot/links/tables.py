"""Tracked links and what is counted of them. Days are days in UTC.

No row here says who followed a link: see ``clicks.visitors`` for what is kept in its place, and for how long.
"""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field, Index, SQLModel

from bot.storage.types import UtcDateTime, id_column, partial_index


class Link(SQLModel, table=True):
    """A short link to a piece. ``owner`` is who shares it, by the number that the ambassadors' room gave them; None:
    nobody. ``target`` is where it leads; None: to the page of the piece here. ``changed`` numbers the changes of
    links in the order in which they commit; 0: it is as it was made."""

    __tablename__ = "link"
    __table_args__ = (partial_index("ix_link_changed", "changed", where="changed > 0"),)

    id: int | None = Field(default=None, primary_key=True, sa_type=id_column())
    code: str = Field(unique=True)
    item_id: int = Field(index=True, sa_type=sa.BigInteger)
    owner: int | None = Field(default=None, index=True, sa_type=sa.BigInteger)
    network: str
    target: str | None = None
    disclosure: str = ""
    credit: str = ""
    language: str = "en"
    campaign: str = ""
    made_at: datetime = Field(sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    why_ended: str = ""
    changed: int = Field(default=0, sa_type=sa.BigInteger)


class LinkDay(SQLModel, table=True):
    """How often a link was followed in a day. ``visitors`` are different ones of that day; ``machines`` are programs,
    previews and prefetches; ``ignored`` were more of one visitor or one address than count."""

    __tablename__ = "link_day"
    __table_args__ = (Index("ix_link_day_day", "day"), Index("ix_link_day_clicked_at", "clicked_at"))

    link_id: int = Field(primary_key=True, sa_type=sa.BigInteger, sa_column_kwargs={"autoincrement": False})
    day: date = Field(primary_key=True, sa_type=sa.Date)
    clicks: int = 0
    visitors: int = 0
    machines: int = Field(default=0, sa_type=sa.BigInteger)
    ignored: int = Field(default=0, sa_type=sa.BigInteger)
    first_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # of the clicks that count
    clicked_at: datetime | None = Field(
        default=None, sa_type=UtcDateTime
    )  # the latest of those, as it was written


class LinkVisitor(SQLModel, table=True):
    """That somebody followed a link today, as a hash (``clicks.visitors``), and how often. Deleted when the day is
    over."""

    __tablename__ = "link_visitor"
    __table_args__ = ({"sqlite_with_rowid": False},)  # one tree to write into, where a rowid's table has two

    day: date = Field(primary_key=True, sa_type=sa.Date)
    link_id: int = Field(primary_key=True, sa_type=sa.BigInteger, sa_column_kwargs={"autoincrement": False})
    who: bytes = Field(primary_key=True, sa_type=sa.LargeBinary)
    number: int = Field(sa_type=sa.BigInteger)


class LinkSalt(SQLModel, table=True):
    """The secret of a day, which all replicas share. Deleted when the day is over."""

    __tablename__ = "link_salt"

    day: date = Field(primary_key=True, sa_type=sa.Date)
    salt: bytes = Field(sa_type=sa.LargeBinary)


class LinkSource(SQLModel, table=True):
    """Where the clicks of a day came from, over all links together."""

    __tablename__ = "link_source"

    day: date = Field(primary_key=True, sa_type=sa.Date)
    kind: str = Field(primary_key=True)  # referrer | country
    name: str = Field(primary_key=True)  # a host, a country's two letters
    clicks: int


class LinkConversion(SQLModel, table=True):
    """What a click led to, as the operator's shop said. ``key`` is the hash of the shop's own id."""

    __tablename__ = "link_conversion"

    id: int | None = Field(default=None, primary_key=True, sa_type=id_column())
    key: str = Field(unique=True)
    link_id: int = Field(index=True, sa_type=sa.BigInteger)
    clicked_at: datetime = Field(sa_type=UtcDateTime)  # the hour of the click
    at: datetime = Field(index=True, sa_type=UtcDateTime)
    how: str  # call | pixel
    value_micros: int | None = Field(default=None, sa_type=sa.BigInteger)  # millionths of the currency
    currency: str = ""
