"""The print room: the one place where a paper is looked at, set right, printed and kept."""

from ui.dialogs.printing.jobs import Job, ListJob, Opened, Options, PaperJob, begin
from ui.dialogs.printing.room import PrintRoom
from ui.dialogs.printing.sending import print_pages

__all__ = ["Job", "ListJob", "Opened", "Options", "PaperJob", "PrintRoom", "begin", "print_pages"]
