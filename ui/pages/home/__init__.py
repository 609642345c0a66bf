"""首页: how the quarter stands and what is to be done."""

from ui.pages.home.page import HomePage

__all__ = ["HomePage"]
