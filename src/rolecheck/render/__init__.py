"""From a report to text: `as_<name>.py` for each format, and what they share."""
