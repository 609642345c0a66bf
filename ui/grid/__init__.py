"""The grid: any book as a table with a form beside it."""
