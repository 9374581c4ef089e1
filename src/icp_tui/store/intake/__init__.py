"""Case files and tables: what is brought in, and written out, as text that people edit."""
