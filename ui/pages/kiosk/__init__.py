"""现场签到."""

from ui.pages.kiosk.screen import Kiosk

__all__ = ["Kiosk"]
