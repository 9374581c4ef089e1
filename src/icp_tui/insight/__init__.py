"""What the answers mean: pure functions over loaded records."""
