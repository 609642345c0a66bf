"""专班任务: the work groups' board."""

from ui.pages.board.page import BoardPage

__all__ = ["BoardPage"]
