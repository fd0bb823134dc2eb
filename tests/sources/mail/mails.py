"""Mails as they arrive."""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP


def mail(text: str = "The lid seals well.", **headers: str) -> bytes:
    """A plain mail; headers by name with ``_`` for ``-``, empty ones left out."""
    made = EmailMessage(policy=SMTP)
    plain = {
        "From": "Ana <ana@creator.example>",
        "To": "stories@brand.example",
        "Subject": "My bottle",
        "Date": "Thu, 19 Nov 2026 10:00:00 +0000",
        "Message-ID": "<one@creator.example>",
    }
    for name, value in {**plain, **{key.replace("_", "-"): value for key, value in headers.items()}}.items():
        if value:
            made[name] = value
    made.set_content(text)
    return made.as_bytes()


def numbered(number: int, text: str = "", **headers: str) -> bytes:
    return mail(text or f"Story {number}", Message_ID=f"<{number}@creator.example>", **headers)
