"""What the terminal shows, a file for each command that has much to show."""
