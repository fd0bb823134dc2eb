"""What the faces share of the ambassadors' programme."""
