"""What is in the file: tables made from the records, and the log of changes that they can be rebuilt from."""
