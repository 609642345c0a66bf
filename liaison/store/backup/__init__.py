"""Copies of an office: made, kept, read, carried outside, packed into one file, and staged to be put back."""
