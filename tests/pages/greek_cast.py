"""A service of which everything is known, one of which nothing is, and what they belong to.

None of their facts holds a letter of English: they are "Ω1", "Ω2", and figures.
"""

from itertools import count

from django.utils import timezone

from resources.choices import TombstoneReason
from resources.curation import workflow
from resources.models import Service, TaxonomyTerm
from tests.cast import Cast
from tests.factories import ServiceFactory, UserFactory

ALL, LEAST, GONE = "bcdfgh", "bcdfgj", "bcdfgk"
_numbers = count()


def greek() -> str:
    """Return a text without a letter of English, another one each time."""
    return f"Ω{next(_numbers)}"


CAST = Cast(greek, lambda number: f"https://{number}.23/")


def make_greek_cast() -> Service:
    """Make everything, and return the service of which all is known."""
    for term in TaxonomyTerm.objects.all():
        TaxonomyTerm.objects.filter(pk=term.pk).update(name=greek(), description=greek())
    organization = CAST.organization(code=ALL)
    ServiceFactory.make(code=LEAST, name=greek(), summary=greek(), organization=organization)
    gone = ServiceFactory.make(code=GONE, name=greek(), summary=greek(), organization=organization)
    service = CAST.service(
        code=ALL,
        organization=organization,
        areas=["rotherham", "barnsley", "leeds", "york"],
        terms=["helpline", "counselling", "women", "deaf", "child-sexual-abuse"],
        hours=[("MO,TU,WE,TH", "09:00", "12:00"), ("SA,SU", "22:30", "02:00")],
    )
    workflow.recall(gone, UserFactory.make(), timezone.now(), TombstoneReason.CLOSED)
    CAST.collection(service, slug="list")
    return service
