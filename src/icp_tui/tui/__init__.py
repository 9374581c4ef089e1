"""How it is shown and typed: the only package that knows Textual."""
