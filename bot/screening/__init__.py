"""Automatic checks on content: each raises flags with a plain reason; people decide.

``registry.load_checks`` finds the checks, ``merge.screen`` runs them over one piece and merges what they say.
Importing this room is cheap: word lists, models and number tables load when a check first needs them.
"""
