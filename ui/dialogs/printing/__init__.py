"""The print room: the one place where a paper is looked at, set right, printed and kept."""

from ui.dialogs.printing.jobs import Job, ListJob, Opened, Options, PaperJob, begin
from ui.dialogs.printing.room import PrintRoom

__all__ = ["Job", "ListJob", "Opened", "Options", "PaperJob", "PrintRoom", "begin"]
