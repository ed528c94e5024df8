"""What the figures of the desk count: plain numbers, each with its definition."""
