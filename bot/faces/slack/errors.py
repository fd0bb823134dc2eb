"""Slack's error names, sorted by what to do next."""

from __future__ import annotations

from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError

from bot.kernel.errors import FixCredentials, GoodwordError, NeverWorks, TryLater

# https://docs.slack.dev/reference/methods: the message can't be changed any more.
MESSAGE_LOST = {
    "message_not_found": "somebody deleted it in Slack",
    "cant_update_message": "Slack doesn't let the app change it any more",
    "edit_window_closed": "the workspace's time for edits is over",
}
# https://docs.slack.dev/reference/methods/chat.delete: the workspace keeps the message.
MESSAGE_STAYS = frozenset({"cant_delete_message", "compliance_exports_prevent_deletion"})
# Slack will never take this message as it is; another one it may.
MESSAGE_REFUSED = frozenset(
    {
        "invalid_blocks",
        "invalid_blocks_format",
        "invalid_arguments",
        "msg_blocks_too_long",
        "msg_too_long",
        "no_text",
    }
)
# The channel can't be written to: words and remedy.
CHANNEL_LOST = {
    "channel_not_found": (
        "does not exist or is private",
        "Invite the app: /invite @goodword in the channel.",
    ),
    "not_in_channel": (
        "does not have the app as a member",
        "Invite the app: /invite @goodword in the channel.",
    ),
    "is_archived": ("is archived", "Unarchive it, or set review.channel to another one."),
    "restricted_action": (
        "doesn't let the app post",
        "Ask a workspace owner to allow the app to post there.",
    ),
    "restricted_action_read_only_channel": ("is read-only", "Set review.channel to another one."),
}
_CREDENTIALS = frozenset(
    {
        "invalid_auth",
        "not_authed",
        "token_revoked",
        "token_expired",
        "account_inactive",
        "not_allowed_token_type",
    }
)
_PASSING = frozenset(
    {"ratelimited", "rate_limited", "internal_error", "fatal_error", "service_unavailable", "request_timeout"}
)
NETWORK = (aiohttp.ClientError, TimeoutError, OSError)
# Whatever a call to Slack may raise.
ANY = (SlackApiError, *NETWORK)


def name_of(error: SlackApiError) -> str:
    """Slack's own name for what went wrong, "" where the answer has none."""
    data: Any = getattr(error.response, "data", error.response)
    return str(data.get("error", "")) if isinstance(data, dict) else ""


def is_definite(error: SlackApiError) -> bool:
    """Whether Slack refused the call, so that it surely was not done."""
    name = name_of(error)
    return bool(name) and (name not in _PASSING or name in ("ratelimited", "rate_limited"))


def retry_after(error: SlackApiError) -> float | None:
    """The seconds Slack asks to wait, if it does."""
    headers = getattr(error.response, "headers", None) or {}
    value = headers.get("Retry-After") or headers.get("retry-after")
    return float(value) if value and str(value).isdigit() else None


def as_ours(error: Exception, doing: str) -> GoodwordError:
    """What went wrong, by what to do next. ``doing`` completes "Slack failed while ..."."""
    if isinstance(error, GoodwordError):
        return error
    if not isinstance(error, SlackApiError):
        return TryLater(f"Slack could not be reached while {doing}: {type(error).__name__}.")
    name = name_of(error)
    status = getattr(error.response, "status_code", 0)
    if name in _PASSING or status >= 500:
        return TryLater(f"Slack is busy ({name or status}) while {doing}.", retry_after=retry_after(error))
    if name in _CREDENTIALS:
        return FixCredentials(
            f"Slack refuses the token ({name}) while {doing}.",
            remedy="Put a fresh bot token into GOODWORD_SLACK_BOT_TOKEN.",
        )
    if name == "missing_scope":
        data: Any = error.response.data if hasattr(error.response, "data") else {}
        scope = data.get("needed", "a scope") if isinstance(data, dict) else "a scope"
        return FixCredentials(
            f"The app lacks {scope} for {doing}.",
            remedy="Update the app from config/slack-manifest.yaml and install it again.",
        )
    return NeverWorks(f"Slack refused while {doing}: {name or 'no reason given'}.")
