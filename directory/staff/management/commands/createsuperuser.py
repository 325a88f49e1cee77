"""In place of Django's command: nobody here holds every right."""

from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError, CommandParser

REFUSAL: Final = (
    "There are no superusers here: one person with every right could mislead everybody. "
    "Invite the first administrator: manage.py invite NAME --role administrator"
)


class Command(BaseCommand):
    """Refuses, and names the way."""

    help = REFUSAL

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("anything", nargs="*")
        parser.add_argument("--noinput", "--no-input", action="store_true")
        parser.add_argument("--username")
        parser.add_argument("--email")

    def handle(self, *args: Any, **options: Any) -> None:
        raise CommandError(REFUSAL)
