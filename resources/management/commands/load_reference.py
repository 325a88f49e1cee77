"""`manage.py load_reference`: regions and terms from the shipped data."""

from typing import Any

from django.core.management.base import BaseCommand

from resources.listings.reference import load_reference


class Command(BaseCommand):
    """Adds and refreshes regions and terms. Safe to run again."""

    help = "Load the regions and terms that listings refer to."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, then say how many there are."""
        regions, terms = load_reference()
        self.stdout.write(f"{regions} regions and {terms} terms are loaded.")
