"""Employees who share permitted pieces."""
