"""Each change gets the time that was told of it until now.

That was the later one of the service's row and of its organisation's. What records say is not known
here: the first run of this version learns it (`publish_untold`), and leaves the times as they are.

A part at a time, each in a transaction of its own, so that nobody who writes has to wait. It may be
run again after it was stopped.
"""

from typing import Any

from django.db import migrations
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Greatest

CHUNK = 500


def fill(apps: Any, schema_editor: Any) -> None:
    changes = apps.get_model("resources", "Change").objects.filter(changed_at__isnull=True)
    services = apps.get_model("resources", "Service").objects.filter(pk=OuterRef("pk"))
    told = services.values(told=Greatest("last_modified", "organization__last_modified"))
    keys = list(changes.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), CHUNK):
        changes.filter(pk__in=keys[start : start + CHUNK]).update(changed_at=Subquery(told))


class Migration(migrations.Migration):

    atomic = False

    dependencies = [
        ('resources', '0028_times_of_changes'),
    ]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
