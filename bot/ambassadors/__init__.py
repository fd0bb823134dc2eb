"""Colleagues who share what customers say: membership, picks, offers, shares, points, boards and badges."""
