"""When a file is damaged or lost: checking, repairing, restoring, keeping copies."""
