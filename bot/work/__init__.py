"""Durable work: what must happen later happens once, whatever dies in between.

``Job`` declares work, ``Enqueuer`` asks for it inside the caller's own transaction, ``Work`` runs it and
keeps the calendar. The engine underneath (DBOS) is used in this room only, so that it can be replaced here.
"""

from bot.work.engine import Work
from bot.work.enqueue import Enqueuer
from bot.work.job import Job

__all__ = ["Enqueuer", "Job", "Work"]
