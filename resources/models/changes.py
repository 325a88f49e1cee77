"""What has to follow when something that the public sees has changed."""

from django.db import connection, models, transaction

from resources.models.revision import DataRevision
from resources.models.search_document import SearchDocument
from resources.models.service import Service


@transaction.atomic
def announce(services: models.QuerySet[Service]) -> int:
    """Let everything that is made from some services follow their change; return the new number.

    Call it in the transaction that changed them, their organization, terms, areas, contacts, hours
    or places: what they are found by is made anew, and indexes in memory see the new number.
    """
    revision = DataRevision.objects.bump()
    SearchDocument.objects.refresh(services, revision)
    return revision


def learn_sizes() -> None:
    """Let the database look at how its tables are filled, after much has changed.

    SQLite never does that by itself, and then takes "published" for a rare thing; PostgreSQL does,
    but later.
    """
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
