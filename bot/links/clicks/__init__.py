"""Counting who follows a link: people and not programs, each once a day, without knowing who they are."""
