"""Arguments of a Web API call, however the client sent them.

The SDKs read with GET and a query, write with POST and a query and an empty body, or post JSON; Node posts forms,
with objects as JSON text inside a field.
"""

from __future__ import annotations

from email.parser import BytesParser
from email.policy import HTTP
from typing import Any
from urllib.parse import parse_qsl

import orjson
from starlette.requests import Request as HttpRequest

from bot.playground.slack.errors import SlackError

Json = dict[str, Any]
MAX_BODY = 1_000_000
#: Arguments that are objects or lists; inside a form or a query they are JSON text. The value is the error
#: Slack gives when that text isn't JSON.
STRUCTURED = {
    "blocks": "invalid_blocks_format",
    "attachments": "invalid_attachments",
    "metadata": "invalid_metadata_format",
    "view": "invalid_arguments",
    "files": "invalid_arguments",
}


async def arguments(http: HttpRequest) -> Json:
    """All arguments of the call, structured ones decoded."""
    args: Json = dict(http.query_params)
    body = await limited_body(http, MAX_BODY)
    kind = http.headers.get("content-type", "").split(";")[0].strip().lower()
    if body and kind == "application/json":
        args.update(_json_object(body))
    elif body and kind == "multipart/form-data":
        args.update({name: data.decode("utf-8", "replace") for name, data in form_parts(http, body)})
    elif body:
        args.update(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
    for name, error in STRUCTURED.items():
        if isinstance(args.get(name), str):
            args[name] = _decoded(args[name], error)
    return {name: value for name, value in args.items() if value is not None}


async def limited_body(http: HttpRequest, most: int) -> bytes:
    """The request's body; refuses more than ``most`` bytes before they fill the memory."""
    chunks, size = [], 0
    async for chunk in http.stream():
        size += len(chunk)
        if size > most:
            raise SlackError("request_too_large")
        chunks.append(chunk)
    return b"".join(chunks)


def form_parts(http: HttpRequest, body: bytes) -> list[tuple[str, bytes]]:
    """Name and bytes of each part of a multipart form."""
    head = b"Content-Type: " + http.headers["content-type"].encode("latin-1", "replace") + b"\r\n\r\n"
    message = BytesParser(policy=HTTP).parsebytes(head + body)
    parts = []
    for part in message.iter_parts() if message.is_multipart() else []:
        name = part.get_param("name", header="content-disposition")
        data = part.get_payload(decode=True)
        parts.append((str(name or ""), data if isinstance(data, bytes) else b""))
    return parts


def _json_object(body: bytes) -> Json:
    try:
        value = orjson.loads(body)
    except orjson.JSONDecodeError:
        raise SlackError("invalid_json") from None
    if not isinstance(value, dict):
        raise SlackError("json_not_object")
    return value


def _decoded(value: str, error: str) -> Any:
    if not value:
        return None
    try:
        return orjson.loads(value)
    except orjson.JSONDecodeError:
        raise SlackError(error) from None
