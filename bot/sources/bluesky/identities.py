"""Who is who and where they keep what they write: handles, identities, servers."""

from __future__ import annotations

from bot.kernel.errors import FixSettings, GoodwordError, TryLater
from bot.sources.bluesky.names import document_address, is_did, server_in
from bot.sources.http import Gone, Http, Rejected, safe_url


class Identities:
    """Asks each thing once a run."""

    def __init__(self, http: Http, directory: str, resolver: str) -> None:
        self._http = http
        self._directory, self._resolver = directory, resolver
        self._servers: dict[str, str] = {}

    async def did_of(self, handle: str, at: str | None = None) -> str:
        """Whose a handle is, by the resolver or another server. Raises FixSettings where it is nobody's."""
        where = at or self._resolver
        try:
            answer = await self._http.get(
                f"{where}/xrpc/com.atproto.identity.resolveHandle", params={"handle": handle}
            )
        except (Rejected, Gone):
            raise FixSettings(f"There is no account @{handle}.", remedy="Check the handle.") from None
        found = answer.json()
        did = found.get("did") if isinstance(found, dict) else None
        if not isinstance(did, str) or not is_did(did):
            raise TryLater(f"{safe_url(where)} did not say whose @{handle} is.")
        return did

    async def server_of(self, did: str) -> str:
        """The server that holds an identity's records: the only one that can say what is there. Raises Gone where
        the identity is no more. Its address is the account's own choice: whoever asks it says that it is foreign."""
        known = self._servers.get(did)
        if known is None:
            try:
                answer = await self._http.get(
                    document_address(did, self._directory), foreign=did.startswith("did:web:")
                )
            except Gone:
                raise
            except GoodwordError as error:
                raise TryLater(f"The identity {did} can't be looked up: {error.message}") from None
            known = server_in(answer.json(), did)
            if known is None:
                raise TryLater(f"The identity {did} names no server.")
            self._servers[did] = known
        return known
