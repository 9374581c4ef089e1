"""Bundles of changes that colleagues send each other, and merging them."""
