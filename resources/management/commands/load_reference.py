"""`manage.py load_reference`: regions, terms and synonyms from the shipped data."""

from typing import Any

from django.core.management.base import BaseCommand

from resources.listings.reference import load_reference
from resources.listings.synonyms import load_synonyms


class Command(BaseCommand):
    """Adds and refreshes regions and terms. Safe to run again."""

    help = "Load the regions and terms that listings refer to, and the words that mean the same."

    def handle(self, *args: Any, **options: Any) -> None:
        regions, terms = load_reference()
        synonyms = load_synonyms()
        self.stdout.write(
            f"{regions} regions, {terms} terms and {synonyms} groups of synonyms are loaded."
        )
