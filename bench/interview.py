"""Opens one profile at once, as the program does when one comes from the library.

Arguments: the workspace file and the id of the profile.
"""

import sys
from pathlib import Path

from icp_tui.settings import Settings
from icp_tui.tui.app import run

sys.exit(run(Path(sys.argv[1]), settings=Settings(), profile=sys.argv[2]))
