"""The gap report: its content in words, and one file for each format that it can have."""
