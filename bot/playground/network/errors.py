"""Refusals as Mastodon says them: a status and ``{"error": ...}``."""

from __future__ import annotations


class ApiError(Exception):
    """A request that Mastodon refuses."""

    def __init__(self, status: int, words: str) -> None:
        super().__init__(words)
        self.status = status
        self.words = words


def not_found() -> ApiError:
    return ApiError(404, "Record not found")


def no_token() -> ApiError:
    return ApiError(401, "The access token is invalid")


def outside_scopes() -> ApiError:
    return ApiError(403, "This action is outside the authorized scopes")


def invalid(words: str) -> ApiError:
    return ApiError(422, f"Validation failed: {words}")


def too_many() -> ApiError:
    return ApiError(429, "Too many requests")
