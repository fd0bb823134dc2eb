"""Employees who share permitted pieces on their own networks."""
