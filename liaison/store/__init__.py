"""The office folder and its file: open, lock, migrate, write with a trail, back up, keep attachments."""
