"""Is this what Slack accepts? Blocks and views are held against tables of fields, lengths and counts.

Sources: docs.slack.dev "Block Kit reference"; the published types ``@slack/types`` 3.2 (which fields
exist, which are required); ``slack_sdk.models`` as a second opinion on lengths and counts.
"""

from bot.playground.slack.validate.surfaces import block_problems, message_size, view_problems

__all__ = ["block_problems", "message_size", "view_problems"]
