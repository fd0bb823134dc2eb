"""Every request and answer of a local Discord held against Discord's published OpenAPI 3.1 document.

The document is not part of this project: it is read from the folder that ``GOODWORD_REAL_DATA`` names.
"""

from __future__ import annotations

import json
import os
import re
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from bot.playground.discord import Exchange

REAL_DATA = "GOODWORD_REAL_DATA"
DOCUMENT = "specs/discord_openapi.json"
Json = dict[str, Any]
#: Operations that clients use and the document leaves out.
UNDOCUMENTED = frozenset({"GET /users/@me/guilds/{guild_id}"})


def normalised(value: Any, key: str = "", parent: str = "") -> Any:
    """What Discord takes besides what its document says, in the document's form.

    Identifiers may be numbers, as discord.py sends them, and sets of permissions text.
    """
    if isinstance(value, dict):
        return {name: normalised(each, name, key) for name, each in value.items()}
    if isinstance(value, list):
        return [normalised(each, key, parent) for each in value]
    if isinstance(value, int) and not isinstance(value, bool):
        is_id = key.endswith(("_id", "_ids")) or (key == "id" and parent == "attachments")
        return str(value) if is_id or value > 1 << 53 else value
    if key in ("permissions", "default_member_permissions") and isinstance(value, str) and value.isdigit():
        return int(value)
    return value


def plain_refusal(answer: Any) -> Any:
    """A refusal without the nested errors' codes: the document calls them numbers, and Discord sends words."""
    if isinstance(answer, dict):
        return {
            key: 0 if key == "code" and isinstance(value, str) else plain_refusal(value)
            for key, value in answer.items()
        }
    return [plain_refusal(each) for each in answer] if isinstance(answer, list) else answer


class Document:
    """The document, with validators of its parts made when they are first needed."""

    def __init__(self, path: Path) -> None:
        self._document = json.loads(path.read_text(encoding="utf-8"))
        resource = Resource.from_contents(self._document, default_specification=DRAFT202012)
        self._registry: Any = Registry().with_resource("urn:discord", resource)
        templates = sorted(self._document["paths"], key=lambda each: each.count("{"))
        self._paths = [
            (re.compile("^" + re.sub(r"\{[^}]+\}", "[^/]+", each) + "$"), each) for each in templates
        ]
        self._validator = lru_cache(maxsize=None)(self._made_validator)

    def template(self, method: str, path: str) -> str | None:
        """The document's path of an operation."""
        return next(
            (
                each
                for pattern, each in self._paths
                if pattern.match(path) and method.lower() in self._document["paths"][each]
            ),
            None,
        )

    def request(self, method: str, template: str, content_type: str, body: Any) -> list[str]:
        """What is wrong with a request's body."""
        asked = self._document["paths"][template][method.lower()].get("requestBody")
        if asked is None:
            return [] if body is None else ["a body where none is documented"]
        if body is None:
            return ["the body is missing"] if asked.get("required") else []
        if content_type not in asked["content"]:
            return [f"content type {content_type} is not documented"]
        where = (template, method.lower(), "requestBody", "content", content_type, "schema")
        return self._problems(where, body)

    def answer(self, method: str, template: str, status: int, body: Any) -> list[str]:
        """What is wrong with an answer."""
        documented = self._document["paths"][template][method.lower()]["responses"]
        key = str(status) if str(status) in documented else "4XX" if status >= 400 else ""
        if not key:
            return [f"status {status} is not documented, {sorted(documented)} are"]
        content = documented[key].get("content", {})
        if "$ref" in documented[key]:
            name = documented[key]["$ref"].rpartition("/")[2]
            content = self._document["components"]["responses"][name].get("content", {})
            where: tuple[str, ...] = ("components", "responses", name)
        else:
            where = ("paths", template, method.lower(), "responses", key)
        if "application/json" not in content:
            return [] if body is None else ["a body where none is documented"]
        return self._at((*where, "content", "application/json", "schema"), body)

    def _problems(self, where: tuple[str, ...], body: Any) -> list[str]:
        return self._at(("paths", *where), body)

    def _at(self, where: tuple[str, ...], body: Any) -> list[str]:
        pointer = "/" + "/".join(each.replace("~", "~0").replace("/", "~1") for each in where)
        return [said for error in self._validator(quote(pointer)).iter_errors(body) for said in leaves(error)]

    def _made_validator(self, pointer: str) -> Draft202012Validator:
        return Draft202012Validator({"$ref": f"urn:discord#{pointer}"}, registry=self._registry)


def leaves(error: ValidationError) -> list[str]:
    """The complaint itself, out of the alternatives it hides in: of those, the one that came closest."""
    if not error.context:
        place = "/".join(str(each) for each in error.absolute_path) or "(body)"
        said = error.message
        return [f"{place}: {said if len(said) < 300 else f'{said[:100]} ... {said[-150:]}'}"]
    branches: dict[Any, list[ValidationError]] = {}
    for each in error.context:
        branches.setdefault(each.schema_path[0], []).append(each)

    def distance(errors: list[ValidationError]) -> tuple[bool, int, int]:
        other_kind = any(
            list(each.path)[-1:] == ["type"] or (each.validator == "type" and not each.path)
            for each in errors
        )
        return other_kind, len(errors), -max(len(each.absolute_path) for each in errors)

    best = min(branches.values(), key=distance)
    return [said for each in best for said in leaves(each)]


class Checker:
    """An observer of a local Discord: complaints about what was sent and about what was answered."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self.complaints: list[str] = []
        self.seen: dict[str, int] = {}

    def __call__(self, exchange: Exchange) -> None:
        """Check one exchange."""
        template = self._document.template(exchange.method, exchange.path)
        name = f"{exchange.method} {template or exchange.path}"
        if template is None:
            if exchange.status not in (404, 405):
                self.complaints.append(f"{name} is not in the document")
            return
        self.seen[name] = self.seen.get(name, 0) + 1
        if exchange.status < 400:  # what was refused may be wrong
            kind = exchange.content_type
            sent = {} if exchange.body is None and exchange.files else exchange.body
            found = self._document.request(exchange.method, template, kind, normalised(sent))
            self.complaints += [f"{name}, sent: {each}" for each in found]
        answer = plain_refusal(exchange.answer) if exchange.status >= 400 else exchange.answer
        found = self._document.answer(exchange.method, template, exchange.status, answer)
        self.complaints += [f"{name}, answered {exchange.status}: {each}" for each in found]


@cache
def _document(path: Path) -> Document:
    return Document(path)


def checker() -> Checker:
    """A checker with the document of ``GOODWORD_REAL_DATA``."""
    return Checker(_document(Path(os.environ[REAL_DATA]) / DOCUMENT))
