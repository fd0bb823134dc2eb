"""What managers curate for ambassadors: collections, pins, embargoes, limits, and settings that they overrule."""
