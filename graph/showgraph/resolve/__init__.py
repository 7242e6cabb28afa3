"""What is the same thing, which value wins, and why."""
