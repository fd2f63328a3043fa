"""Remit: the system that an IT support contract describes, running."""
