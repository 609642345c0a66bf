"""Spreadsheets and clipboard blocks, in and out; a book from a sheet and into one."""
