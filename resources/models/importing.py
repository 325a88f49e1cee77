"""What rows store about the listings file they came from."""

from django.db import models
from django.utils import timezone


class ImportedModel(models.Model):
    """A row that `load_listings` may have written.

    The digest of the line it wrote and the time tell the loader two things apart: the file has
    changed since, and a curator has changed the row since. Where both have, the curator wins.
    """

    last_modified = models.DateTimeField(default=timezone.now, editable=False)
    listing_digest = models.CharField(max_length=64, blank=True, editable=False)
    listing_loaded_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def is_curated(self) -> bool:
        """Tell whether somebody made or changed this row after it was loaded."""
        return self.listing_loaded_at is None or self.last_modified > self.listing_loaded_at
