"""Where it lives: one SQLite file, one connection, one way to write. The only SQL of the program."""
