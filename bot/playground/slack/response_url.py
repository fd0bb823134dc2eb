"""Answering a person's act by its response URL: five times in thirty minutes."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs

import orjson
from starlette.requests import Request as HttpRequest
from starlette.responses import PlainTextResponse, Response

from bot.playground.slack import messages
from bot.playground.slack.api import json_answer
from bot.playground.slack.arguments import MAX_BODY, limited_body
from bot.playground.slack.content import check_content
from bot.playground.slack.errors import SlackError
from bot.playground.slack.permits import ResponseUrl
from bot.playground.slack.state import SlackWorld

Json = dict[str, Any]


class ResponseUrls:
    """``/response/KEY``."""

    def __init__(self, world: SlackWorld) -> None:
        self._world = world

    async def endpoint(self, http: HttpRequest) -> Response:
        """Take one answer."""
        try:
            content = _content(await limited_body(http, MAX_BODY))
            _check(self._world, content)
            url = self._world.permits.redeem_response_url(http.path_params["key"])
            say(self._world, url, content)
        except SlackError as error:
            gone = error.code in ("expired_url", "used_url", "no_such_url")
            return json_answer(error.answer(), status=404 if gone else 400)
        return PlainTextResponse("ok")


def _content(body: bytes) -> Json:
    if body.startswith(b"payload="):
        body = parse_qs(body.decode("utf-8", "replace"))["payload"][0].encode()
    try:
        content = orjson.loads(body)
    except orjson.JSONDecodeError:
        raise SlackError("invalid_payload") from None
    if not isinstance(content, dict):
        raise SlackError("invalid_payload")
    return {name: value for name, value in content.items() if value is not None}


def _check(world: SlackWorld, content: Json) -> None:
    if not content.get("delete_original"):
        check_content(world, content)


def say(world: SlackWorld, url: ResponseUrl, content: Json) -> None:
    """Do what an answer asks: replace or delete the original, or say something new."""
    channel = world.channel(url.channel)
    if content.get("delete_original") or content.get("replace_original"):
        _touch_original(world, url, content)
        return
    if content.get("response_type") == "in_channel":
        messages.write_as_bot(world, channel, content)
    else:
        messages.write_ephemeral(world, channel, url.user, content)


def _touch_original(world: SlackWorld, url: ResponseUrl, content: Json) -> None:
    delete = bool(content.get("delete_original"))
    if url.ephemeral:
        shown = world.ephemerals.get(url.ts)
        if shown is None:
            raise SlackError("message_not_found")
        if delete:
            messages.remove_ephemeral(world, shown)
        else:
            messages.change_ephemeral(world, shown, content)
        return
    message = messages.find(world, url.channel, url.ts)
    if message is None:
        raise SlackError("message_not_found")
    if message.get("bot_id") != world.bot_id:
        raise SlackError("cant_update_message")
    if delete:
        messages.remove(world, url.channel, message)
    else:
        messages.change(world, url.channel, message, {"text": content.get("text", ""), **content})
