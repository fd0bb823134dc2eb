"""What clicks led to: a purchase, a registration, whatever the operator's shop reports with a click's token."""
