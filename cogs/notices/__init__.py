"""Notices: what managers are told about the product itself, once.

A source can't be read any more, or is back: one message in the notices channel (the review channel, unless the
settings name another) says what, since when and what to do. It is posted once however often the work is repeated;
where the channel takes nothing, managers are told directly.
"""

from bot.faces.cog import Cog
from cogs.notices.jobs import JOBS

COG = Cog(key="notices", title="Notices", jobs=JOBS, personal_data="none")
