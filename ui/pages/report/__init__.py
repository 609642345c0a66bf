"""季度汇报: the report's room."""

from ui.pages.report.page import ReportPage

__all__ = ["ReportPage"]
