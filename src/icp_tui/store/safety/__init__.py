"""What is kept beside the file: backups, and the journal of what is typed."""
