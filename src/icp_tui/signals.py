"""The signals by which a program is asked to end: by ctrl+c, by the system, by a window that is closed."""

from __future__ import annotations

import signal
import sys

ENDINGS = (signal.SIGINT, signal.SIGTERM, *(() if sys.platform == "win32" else (signal.SIGHUP,)))
