"""Ideal customer profiles and sales playbooks in the terminal."""

__version__ = "0.1.0"
