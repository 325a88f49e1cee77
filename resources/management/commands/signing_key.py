"""`manage.py signing_key`: make the key that signs snapshots, or print its public part."""

from typing import Any

from django.core.management.base import BaseCommand

from resources.bulk import snapshots
from resources.management.modes import private_files


class Command(BaseCommand):
    """Prints the public key. The private one stays in its file, and is never written over."""

    help = "Print the public key of snapshots; make one where there is none."

    def handle(self, *args: Any, **options: Any) -> None:
        """Make a key if there is none, for its owner alone."""
        with private_files():
            file = snapshots.key_file()
            key = snapshots.read_key(file) or snapshots.make_key(file)
        self.stdout.write(snapshots.public_text(key))
