"""信访包保: the petitions with their time-lines, kept apart from everything else."""

from ui.pages.petitions.page import PetitionsPage

__all__ = ["PetitionsPage"]
