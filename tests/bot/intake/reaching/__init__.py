"""Requests that go out and answers that come back."""
