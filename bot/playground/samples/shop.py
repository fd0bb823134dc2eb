"""The sample brand's shop: hands each new review to the bot as a signed delivery (Standard Webhooks 1.0)."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import httpx

from bot.kernel.log import get_logger
from bot.playground.samples.server import SampleWeb
from bot.playground.samples.timeline import Piece
from bot.sources.webhook.receive import sign

LOOK_EVERY = 1.0
log = get_logger(__name__)


class SampleShop:
    """Delivers reviews as they appear on the timeline until cancelled; what isn't taken is tried again."""

    def __init__(self, web: SampleWeb, address: str, secret: str) -> None:
        self._web = web
        self._address = address
        self._secret = secret
        self._delivered: set[int] = set()

    async def run(self) -> None:
        async with httpx.AsyncClient(trust_env=False, timeout=5) as client:
            while True:
                for piece in self._web.timeline.visible(self._web.elapsed, "shop"):
                    if piece.number not in self._delivered and await self._deliver(client, piece):
                        self._delivered.add(piece.number)
                await asyncio.sleep(LOOK_EVERY)

    async def _deliver(self, client: httpx.AsyncClient, piece: Piece) -> bool:
        body = json.dumps(self._review(piece), ensure_ascii=False).encode()
        try:
            answer = await client.post(self._address, content=body, headers=self._headers(piece, body))
        except httpx.HTTPError as error:
            log.debug("sample shop waits", problem=type(error).__name__)
            return False
        return answer.is_success

    def _review(self, piece: Piece) -> dict[str, Any]:
        return {
            "id": f"review-{piece.number}",
            "kind": "review",
            "platform": "shop",
            "title": piece.title,
            "text": piece.text,
            "language": piece.language,
            "rating": piece.rating,
            "rating_scale": 5,
            "published_at": self._web.at(piece.at).isoformat(),
            "creator": {"id": f"customer-{piece.creator}", "name": piece.creator},
        }

    def _headers(self, piece: Piece, body: bytes) -> dict[str, str]:
        identity, stamp = f"msg_{piece.number}", int(self._web.clock())
        return {
            "content-type": "application/json",
            "webhook-id": identity,
            "webhook-timestamp": str(stamp),
            "webhook-signature": sign(self._secret, identity, stamp, body),
        }
