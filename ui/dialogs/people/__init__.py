"""What one person may ask of the office: sealed, unsealed, erased."""

from ui.dialogs.people.erasing import EraseDialog
from ui.dialogs.people.sealing import SealDialog, UnsealDialog

__all__ = ["EraseDialog", "SealDialog", "UnsealDialog"]
