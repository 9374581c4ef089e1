"""What is kept in the state folder: backups, and the journal of what could not be saved."""
