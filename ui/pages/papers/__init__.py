"""季通报, 年度整理, 通知与纪要: papers to choose, look at and send out."""

from ui.pages.papers.page import PapersPage

__all__ = ["PapersPage"]
