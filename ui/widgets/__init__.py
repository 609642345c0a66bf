"""The shared small widgets of all rooms."""
