"""备份与移交: the copies of the office, going back to one, and handing the office over."""

from ui.pages.backups.page import BackupsPage

__all__ = ["BackupsPage"]
