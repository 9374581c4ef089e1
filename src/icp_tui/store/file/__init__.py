"""The file on the disk and the one connection to it: what may be opened, who has it, and saving."""
