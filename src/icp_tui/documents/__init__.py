"""What comes out: Markdown by Jinja2 templates, and HTML from that Markdown.

Nothing here asks, stores or judges; it is given plain values and writes text. The same values, template and
language always give the same bytes.
"""
