"""活动与签到."""

from ui.pages.signin.page import SigninPage

__all__ = ["SigninPage"]
