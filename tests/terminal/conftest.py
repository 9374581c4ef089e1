"""Fixtures of the tests under a pty."""

from __future__ import annotations

from pty_fixtures import asked, path, started  # noqa: F401 - fixtures
