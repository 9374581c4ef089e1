"""Runs a program without the superuser's right to pass over permissions: a closed file is closed to it.

`powerless.py PROGRAM WORD…`; whoever is no superuser loses nothing.
"""

from __future__ import annotations

import ctypes
import os
import sys
from pathlib import Path

_DROP_FROM_BOUNDING_SET = 24
_PASS_OVER_PERMISSIONS = (1, 2, 3)
"""CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH, CAP_FOWNER: with the next program they are gone."""

LAUNCHER = (sys.executable, str(Path(__file__)))

POSSIBLE = sys.platform == "linux" or (hasattr(os, "geteuid") and os.geteuid() != 0)
"""Whether a superuser can do without on this system, or there is none."""


def give_up_rights() -> None:
    """Let the next program of this process have no more rights than its user's permissions give.

    Raises:
        OSError: the system does not allow it.
    """
    library = ctypes.CDLL(None, use_errno=True)
    for right in _PASS_OVER_PERMISSIONS:
        if library.prctl(_DROP_FROM_BOUNDING_SET, right, 0, 0, 0):
            raise OSError(ctypes.get_errno(), "cannot give up rights")


if __name__ == "__main__":
    if os.geteuid() == 0:
        give_up_rights()
    os.execv(sys.argv[1], sys.argv[1:])
