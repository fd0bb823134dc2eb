"""One address for one page: tracking parameters, default ports, case and fragments removed. No network.

Mobile hosts and AMP paths are left alone: whether they show the same page, only their server knows.
"""

from __future__ import annotations

import re
from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit, urlunsplit

from w3lib.url import canonicalize_url

URL_LIMIT = 2_000
"""Characters; longer addresses are not stored (browsers and databases give up about there too)."""

_TRACKING_PREFIXES = ("utm_", "mtm_", "pk_", "piwik_", "hsa_", "at_custom", "vero_", "_branch_", "oly_")
_TRACKING_NAMES = (
    "fbclid gclid gclsrc dclid gbraid wbraid msclkid yclid ysclid twclid ttclid li_fat_id igsh igshid epik rdt_cid "
    "mc_cid mc_eid _hsenc _hsmi __hssc __hstc hsctatracking mkt_tok s_cid ncid cmpid icid wt_mc wt_zmc xtor "
    "_ga _gl _openstat _kx srsltid ref_src ref_url share_id"
)
_TRACKING = frozenset(_TRACKING_NAMES.split())
# Parameters that mean the sharer on these hosts and something else elsewhere.
_TRACKING_ON = {
    "youtube.com": frozenset({"si", "feature", "pp", "ab_channel"}),
    "youtu.be": frozenset({"si", "feature"}),
    "open.spotify.com": frozenset({"si", "nd", "context"}),
    "x.com": frozenset({"s", "t"}),
    "twitter.com": frozenset({"s", "t"}),
    "instagram.com": frozenset({"img_index", "hl"}),
    "tiktok.com": frozenset({"is_from_webapp", "sender_device", "_r", "_t"}),
    "reddit.com": frozenset({"share_id", "ref", "ref_source", "rdt"}),
    "amazon.com": frozenset({"ref", "ref_", "tag", "pf_rd_p", "pf_rd_r", "psc"}),
    "medium.com": frozenset({"source", "sk"}),
    "theguardian.com": frozenset({"cmp"}),
    "producthunt.com": frozenset({"ref"}),
    "linkedin.com": frozenset({"trk", "trackingid", "refid"}),
}
_DEFAULT_PORT = {"http": 80, "https": 443}
_ROUTING_FRAGMENT = ("!", "/")  # '#!/page' and '#/page' choose the page in some single-page applications
_HOST = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*|[0-9a-f:.]+")
_PLAIN = re.compile(r"https?://(?:[a-z0-9-]+\.)+[a-z]{2,}(?:/[A-Za-z0-9_~-]+(?:\.[A-Za-z0-9_~-]+)*)*/?")

Canonical = tuple[str | None, str | None]


def canonical_url(url: str | None) -> Canonical:
    """The canonical address and no note, or None and why. Only http and https; never raises.

    User information is removed, since it may be a password.
    """
    if not url:
        return None, None
    if _PLAIN.fullmatch(url) and len(url) <= URL_LIMIT:
        return (url, None) if url.count("/") > 2 else (url + "/", None)
    try:
        return _canonical(url.strip())
    except (ValueError, UnicodeError) as error:
        return None, f"the address was unusable ({error}): '{_shown(url)}'"


def _canonical(url: str) -> Canonical:
    if len(url) > URL_LIMIT:
        return None, f"the address was longer than {URL_LIMIT:,} characters"
    parts = urlsplit(url)
    if parts.scheme.lower() not in _DEFAULT_PORT or not parts.hostname:
        return None, f"the address was not a web address: '{_shown(url)}'"
    host = _host(parts.hostname)
    rebuilt = SplitResult(
        parts.scheme.lower(),
        _netloc(parts, host),
        parts.path,
        _query(parts.query, host),
        _fragment(parts.fragment),
    )
    return canonicalize_url(urlunsplit(rebuilt), keep_fragments=bool(rebuilt.fragment)), None


def _host(host: str) -> str:
    host = host.rstrip(".").lower()
    if not host:
        raise ValueError("no host")
    if not host.isascii():
        host = host.encode("idna").decode("ascii")
    if _HOST.fullmatch(host) is None:
        raise ValueError("a host has no such characters")
    return f"[{host}]" if ":" in host else host


def _netloc(parts: SplitResult, host: str) -> str:
    port = parts.port  # raises ValueError where it is no port
    return host if port is None or port == _DEFAULT_PORT[parts.scheme.lower()] else f"{host}:{port}"


def _query(query: str, host: str) -> str:
    if not query:
        return ""
    local = _tracking_on(host)
    pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=200)
    kept = [(name, value) for name, value in pairs if not _is_tracking(name.lower(), local)]
    return query if len(kept) == len(pairs) else urlencode(kept)


def _tracking_on(host: str) -> frozenset[str]:
    while "." in host:
        if host in _TRACKING_ON:
            return _TRACKING_ON[host]
        host = host.partition(".")[2]
    return frozenset()


def _is_tracking(name: str, local: frozenset[str]) -> bool:
    return name in _TRACKING or name in local or name.startswith(_TRACKING_PREFIXES)


def _fragment(fragment: str) -> str:
    return fragment if fragment.startswith(_ROUTING_FRAGMENT) else ""


def _shown(url: str) -> str:
    """The start of the address, without what may be secret in it."""
    return re.split(r"[?#]", re.sub(r"//[^/@]*@", "//", url[:200]))[0][:80]
