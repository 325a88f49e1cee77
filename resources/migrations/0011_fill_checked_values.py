"""Each check gets the fact that it is of, and the digest of the value that stands there now.

A check that named several facts becomes one for each. It gets a digest only if the value is not
known to have been changed since: the staff's log holds every change by a form, with its day. A
change on the day of a check counts as later, and one that the log does not describe as a change of
everything. What is left without a digest is told as not checked, which is the safer mistake.

A source of a loaded listing was written together with its value, so changes since the loading
count. A source without a date that nobody has loaded gets no digest.

Nobody rings an urgent line to test it, so those lines say so now.
"""

import json
import uuid
from collections import defaultdict
from datetime import UTC, datetime, time

from django.db import migrations

from ._checked_values import kind_of, present_digest

CHANGE = 2  # django.contrib.admin.models.CHANGE
PARTS = (
    "contacts",
    "schedules",
    "areas",
    "terms__taxonomy",
    "service_at_locations__location",
    "verifications",
)
OLDER_METHODS = {"register": "website", "office_line": "phone"}
OLDER_KINDS = {"access": "address", "referral": "description"}


def fill(apps, schema_editor):
    service_model = apps.get_model("resources", "Service")
    check_model = apps.get_model("resources", "Verification")
    changes = logged(apps, "service")
    moved = logged(apps, "location")
    services = service_model.objects.order_by("pk").prefetch_related(*PARTS)
    for service in services.iterator(chunk_size=200):
        log = list(changes[str(service.pk)])
        for visit in service.service_at_locations.all():
            log += [(at, {"place"}) for at, _names in moved[str(visit.location_id)]]
        kept, new = [], []
        for check in service.verifications.all():
            first, *others = facts_of(check)
            for fact in others:
                new.append(filled(copied(check_model, check, fact), service, fact, log))
            kept.append(filled(check, service, first, log))
        check_model.objects.bulk_update(kept, ["fact", "fact_kind", "digest"], batch_size=100)
        check_model.objects.bulk_create(new)
    routes = apps.get_model("resources", "ContactRoute").objects
    routes.filter(is_crisis_line=True, do_not_test_call=False).update(do_not_test_call=True)


def facts_of(check):
    """Return the names of the facts of a check; the empty name where it does not say which."""
    if check.contact_route_id and check.fact_kind in {"contact", "hours"}:
        return [check.fact_kind]
    return [name for name in check.covers.split(",") if name] or [""]


def copied(model, check, fact):
    values = {
        field.attname: getattr(check, field.attname) for field in model._meta.concrete_fields
    }
    return model(**values | {"id": uuid.uuid5(check.pk, fact)})


def filled(check, service, fact, log):
    check.fact = fact
    if fact:
        check.fact_kind = kind_of(fact)
    since = beginning(check, service)
    is_known = since is not None and not any(
        at >= since and concerns(names, fact) for at, names in log
    )
    check.digest = present_digest(service, fact, check.contact_route_id) if is_known else ""
    return check


def beginning(check, service):
    """Return the moment from which a change makes a check one of an earlier value."""
    if check.method == "public_source" and service.listing_loaded_at:
        return service.listing_loaded_at
    if check.checked_on:
        return datetime.combine(check.checked_on, time.min, UTC)
    return None


def concerns(names, fact):
    """Tell whether a change of some parts of a listing may be one of a fact."""
    if "all" in names:
        return True
    if fact == "contact":
        return "contact route" in names
    if names == {"place"}:
        return str(kind_of(fact)) in {"address", "access"}
    return bool(names - {"contact route", "place"})


def logged(apps, model):
    """Return when each row of a model was changed by a form, and which of its parts."""
    found = defaultdict(list)
    entries = apps.get_model("admin", "LogEntry").objects.filter(
        action_flag=CHANGE,
        content_type__app_label="resources",
        content_type__model=model,
    )
    for key, at, message in entries.values_list("object_id", "action_time", "change_message"):
        found[key].append((at, parts_of(message)))
    return found


def parts_of(message):
    """Return the names of the parts that a message of the log speaks of."""
    try:
        steps = json.loads(message)
        parts = [part for step in steps for part in step.values()]
        return {part.get("name", "itself") for part in parts} or {"all"}
    except (ValueError, AttributeError, TypeError):
        return {"all"}


def empty(apps, schema_editor):
    """Let checks speak as they did before, one for each fact."""
    checks = apps.get_model("resources", "Verification").objects
    facts = checks.exclude(fact__in=("", "contact", "hours"))
    for fact in facts.order_by().values_list("fact", flat=True).distinct():
        checks.filter(fact=fact).update(covers=fact)
    for new, old in OLDER_METHODS.items():
        checks.filter(method=new).update(method=old)
    for new, old in OLDER_KINDS.items():
        checks.filter(fact_kind=new).update(fact_kind=old)
    checks.update(fact="", digest="", spoke_with="")


class Migration(migrations.Migration):
    dependencies = [
        ("resources", "0010_checks_of_values"),
        ("admin", "0003_logentry_add_action_flag_choices"),
    ]

    operations = [migrations.RunPython(fill, empty)]
