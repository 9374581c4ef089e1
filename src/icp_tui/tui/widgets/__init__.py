"""The widgets: they get what they show and post what happened, and never call the store."""
