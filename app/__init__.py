"""The browser: watch the talks, day by day, through everybody's eyes or one country's."""
