"""What is built once in each process: call it at the start, so that no visitor waits for it."""

from resources.regions.data import all_regions
from resources.regions.mentions import mentionable
from resources.regions.nearby import middle_of
from resources.regions.slips import spellings
from resources.regions.tables import shipped


def prepare() -> None:
    """Build every table of names, areas and postcodes, as shipped."""
    shipped()
    spellings()
    mentionable()
    middle_of(all_regions()[0])
