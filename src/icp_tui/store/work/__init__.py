"""An open workspace: the way in, reading, and the one way of writing."""
