"""What is built once in each process: call it at the start, so that no visitor waits for it."""

from resources.regions.data import all_regions
from resources.regions.mentions import mentionable
from resources.regions.nearby import middle_of
from resources.regions.slips import spellings
from resources.regions.tables import Tables, shipped


def prepare(tables: Tables | None = None) -> None:
    """Build every table of names and areas; those of postcodes are read if none are given."""
    names = (tables or shipped()).names
    spellings(names)
    mentionable(names)
    middle_of(all_regions()[0])
