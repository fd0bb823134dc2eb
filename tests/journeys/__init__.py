"""Journeys: the whole product, walked through as people and operators do."""
