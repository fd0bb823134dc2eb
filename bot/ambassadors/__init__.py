"""Colleagues who share what customers say: membership, offers, shares, points, boards and badges."""
