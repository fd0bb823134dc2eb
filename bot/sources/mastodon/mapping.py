"""A Mastodon status (https://docs.joinmastodon.org/entities/Status/) to an item. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from bot.sources.base import Failure, FoundCreator, FoundItem, FoundMedia, Kind, Why
from bot.sources.canonical import canonical_url
from bot.sources.dates import read_date
from bot.sources.markup import clean_text, one_line, plain_line, to_text

_MEDIA = {"image": "image", "gifv": "video", "video": "video", "audio": "audio"}
_COUNTS = {
    "favourites_count": "likes",
    "reblogs_count": "shares",
    "replies_count": "comments",
    "quotes_count": "quotes",
}
_NO_BOTS = re.compile(r"#no(?:bots?|index)\b", re.IGNORECASE)
_PUBLIC = ("public", "unlisted")

Status = Mapping[str, Any]
Mapped = FoundItem | Failure | None


def map_status(status: object, server: str, why: Why, now: datetime) -> Mapped:
    """The item; a Failure where it can't be one; None where it is not ours to take: a boost of another's post,
    a private post, or an author who asks not to be indexed or to meet no bots."""
    if not isinstance(status, Mapping) or not status.get("id"):
        return Failure(
            f"a status of {server}", "It has no id.", "Nothing to do; the server sent something odd."
        )
    if status.get("reblog") or not may_take(status):
        return None
    body = to_text(_string(status.get("content")))
    warning = plain_line(_string(status.get("spoiler_text")))
    media = _media(status.get("media_attachments"))
    identity = identity_of(status, server)
    if not (body.text or media or warning):
        return Failure(identity, "The status has neither text nor media.", "Nothing to do.")
    url, url_note = canonical_url(_string(status.get("url")) or _string(status.get("uri")))
    when, date_note = read_date(status.get("created_at"), now)
    notes = [*body.notes, *(note for note in (url_note, date_note) if note)]
    if status.get("edited_at"):
        notes.append("edited by its creator")
    if status.get("sensitive"):
        notes.append("its creator marks it as sensitive")
    return FoundItem(
        external_id=identity,
        kind=_kind(media, body.text),
        platform="mastodon",
        text=body.text,
        url=url,
        title=f"Content warning: {warning}" if warning else None,
        language=one_line(_string(status.get("language")), 35),
        creator=_creator(status.get("account"), server),
        media=media,
        metrics=metrics_of(status),
        tags=_tags(status.get("tags")),
        published_at=when,
        why=(why,),
        notes=tuple(notes),
        answers_to=answers_to(status, server),
    )


def answers_to(status: Status, server: str) -> tuple[str, ...]:
    """The status that it replies to, in both forms in which a server addresses those of its own accounts; ids of
    statuses of elsewhere are only the server's own."""
    number, account = status.get("in_reply_to_id"), status.get("in_reply_to_account_id")
    if not number:
        return ()
    mentions = status.get("mentions")
    named = [one for one in mentions if isinstance(one, Mapping)] if isinstance(mentions, list) else []
    names = [str(one.get("acct")) for one in named if str(one.get("id")) == str(account)]
    paths = [f"users/{name}" for name in names if "@" not in name] + [f"ap/users/{account}"]
    return tuple(f"{server}/{path}/statuses/{number}"[:500] for path in paths)


def may_take(status: Status) -> bool:
    """Whether it is public and its author has not asked to be left alone.

    ``indexable`` false is Mastodon's default and concerns full-text search; posting under a public hashtag is
    another choice, so only ``noindex`` true (asked for by the author) and #nobot, #nobots or #noindex count.
    """
    account = status.get("account")
    if status.get("visibility", "public") not in _PUBLIC:
        return False
    if not isinstance(account, Mapping):
        return True
    fields = account.get("fields")
    lines = (
        [field.get("value") for field in fields if isinstance(field, Mapping)]
        if isinstance(fields, list)
        else []
    )
    said = " ".join(_string(line) for line in (account.get("note"), *lines))
    return not account.get("noindex") and _NO_BOTS.search(re.sub(r"<[^<>]*>", "", said)) is None


def identity_of(status: Status, server: str) -> str:
    """``uri`` is the same on every server that knows the status; some servers leave it out."""
    uri = _string(status.get("uri"))
    return clean_text(uri)[:500] if uri else f"{server}/statuses/{status.get('id')}"


def metrics_of(status: Status) -> dict[str, int]:
    """Counts as the server gives them."""
    found = {name: status.get(field) for field, name in _COUNTS.items()}
    return {name: count for name, count in found.items() if isinstance(count, int) and count >= 0}


def _string(value: object) -> str:
    return value if isinstance(value, str) else ""


def _kind(media: tuple[FoundMedia, ...], text: str) -> Kind:
    """A picture or video with few words is a photo or a video; the rest are posts."""
    if not media or len(text) > 280:
        return Kind.POST
    return {"image": Kind.PHOTO, "video": Kind.VIDEO}.get(media[0].kind, Kind.POST)


def _creator(account: object, server: str) -> FoundCreator | None:
    if not isinstance(account, Mapping):
        return None
    handle = qualified(account, server)
    if not handle:
        return None
    followers = account.get("followers_count")
    url, _ = canonical_url(_string(account.get("url")))
    return FoundCreator(
        external_id=_string(account.get("uri"))[:500] or handle.lower(),
        handle=handle,
        name=plain_line(_string(account.get("display_name")), 200) or handle,
        url=url,
        avatar_url=_web(account.get("avatar_static")) or _web(account.get("avatar")),
        followers=followers if isinstance(followers, int) and followers >= 0 else None,
    )


def qualified(account: Mapping[str, Any], server: str) -> str | None:
    """``user@domain``; accounts of the server itself come without the domain."""
    acct = one_line(_string(account.get("acct")) or _string(account.get("username")), 200)
    if not acct or "@" in acct:
        return acct
    home = urlsplit(_string(account.get("url"))).hostname or urlsplit(server).hostname or server
    return f"{acct}@{home}"


def _web(url: object) -> str | None:
    text = _string(url)
    return clean_text(text) if text.startswith(("http://", "https://")) and len(text) <= 2000 else None


def _media(attachments: object) -> tuple[FoundMedia, ...]:
    if not isinstance(attachments, list):
        return ()
    found = (_one_media(a) for a in attachments if isinstance(a, Mapping))
    return tuple(media for media in found if media is not None)[:20]


def _one_media(attachment: Mapping[str, Any]) -> FoundMedia | None:
    url = _web(attachment.get("url")) or _web(attachment.get("remote_url"))
    kind = _MEDIA.get(_string(attachment.get("type")))
    if url is None or kind is None:
        return None
    meta = attachment.get("meta")
    original = meta.get("original") if isinstance(meta, Mapping) else None
    size = original if isinstance(original, Mapping) else {}
    width, height = size.get("width"), size.get("height")
    return FoundMedia(
        kind,
        url,
        preview_url=_web(attachment.get("preview_url")),
        alt=one_line(_string(attachment.get("description")), 1500),
        width=width if isinstance(width, int) else None,
        height=height if isinstance(height, int) else None,
    )


def _tags(tags: object) -> tuple[str, ...]:
    if not isinstance(tags, list):
        return ()
    names = (one_line(_string(tag.get("name")), 100) for tag in tags if isinstance(tag, Mapping))
    return tuple(dict.fromkeys(name.lower() for name in names if name))[:30]
