"""Approving a listing: exactly what the second person saw, and nothing that moved meanwhile."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext as _

from resources.choices import Publication, SnapshotWriter
from resources.curation import snapshots, workflow
from resources.curation.document import (
    Document,
    listing_document,
    organization_document,
    with_organization,
)
from resources.curation.workflow import NotAllowedError
from resources.models import Organization, Review, Service
from resources.models.whole import whole_listing


@dataclass(frozen=True, slots=True)
class ToApprove:
    """What stands to be published, what was approved last, and the reasons given since.

    Both have the organisation in them. `seen` names exactly this content. Without a version from
    the time of the last approval, `approved` is empty: everything is shown as new, and nothing is
    passed over.
    """

    content: Document
    approved: Document
    reasons: tuple[str, ...]
    seen: str


def to_approve(service: Service) -> ToApprove:
    """Return what the second person has to look at, of a listing in any state."""
    whole = whole_listing(service.pk)
    content = with_organization(listing_document(whole), organization_document(whole.organization))
    last = service.reviews.filter(to_publication=Publication.PUBLISHED).first()
    versions = service.snapshots.order_by("version")
    before = versions.filter(at__lte=last.at).last() if last else None
    since = versions.filter(version__gt=before.version) if before else versions
    given = since.exclude(writer=SnapshotWriter.FOUND).exclude(reason="")
    return ToApprove(
        content=content,
        approved=with_organization(before.content, before.organization) if before else {},
        reasons=tuple(given.values_list("reason", flat=True)),
        seen=digest_of(content),
    )


def seen_of(service: Service) -> str:
    """Return what names the content of a listing as it stands, without its organisation."""
    return digest_of(listing_document(whole_listing(service.pk)))


@transaction.atomic
def publish(
    service: Service, actor: AbstractBaseUser, now: datetime, seen: str, reason: str = ""
) -> Review:
    """Publish a listing as the second person saw it; NotAllowedError where it has moved since."""
    writing = snapshots.Writing(SnapshotWriter.FOUND, now, reason=snapshots.FOUND)
    Service.objects.select_for_update().get(pk=service.pk)
    Organization.objects.select_for_update().get(pk=service.organization_id)
    if to_approve(service).seen != seen:
        raise NotAllowedError(
            _("Something was changed after you opened this page. Look at it again.")
        )
    snapshots.written([service.pk], writing)
    return workflow.publish(service, actor, now, reason)


def digest_of(content: object) -> str:
    """Return what names a listing exactly, whatever the order of its fields."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
