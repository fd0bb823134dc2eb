"""Goodword: customer content, found, screened, decided and shared from team chat."""

__version__ = "0.1.0"
