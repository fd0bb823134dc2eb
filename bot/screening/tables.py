"""Rows of what the automatic checks raised."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from bot.storage.types import UtcDateTime, id_column


class ScreeningFlag(SQLModel, table=True):
    """A flag that screening raised on one version of an item."""

    __tablename__ = "screening_flag"

    id: int | None = Field(default=None, primary_key=True, sa_type=id_column())
    item_id: int = Field(index=True, sa_type=sa.BigInteger)
    version: int = 1
    check_key: str
    code: str
    severity: int
    reason: str
    field: str | None = None  # "text" or "title"
    start_offset: int | None = None
    end_offset: int | None = None
    excerpt: str | None = None  # masked where it shows personal data
    raised_at: datetime = Field(sa_type=UtcDateTime)
