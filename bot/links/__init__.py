"""Tracked links: short addresses that people share, and how often they are followed.

``service`` makes and ends them, ``clicks`` counts who follows them, ``conversions`` what that led to.
"""
