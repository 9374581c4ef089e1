"""`python -m icp_tui` is `icp-tui`."""

from icp_tui.cli import main

if __name__ == "__main__":
    main()
