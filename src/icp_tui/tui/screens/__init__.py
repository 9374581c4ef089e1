"""The screens: each brings widgets, the workspace and the commands together for one purpose."""
