"""What keeps an office safe: its password, its copies, the people in it, and where it lies."""
