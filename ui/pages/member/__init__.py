"""履职档案: one member's whole record."""

from ui.pages.member.page import MemberPage

__all__ = ["MemberPage"]
