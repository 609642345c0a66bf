"""Bars, lines and pies, drawn once for screen, PDF and Word."""
