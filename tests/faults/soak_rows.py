"""Who takes part in a soak, and which listings are there when it begins."""

from django.contrib.auth import user_logged_in
from django.contrib.auth.models import User
from django.test import Client

from resources.choices import Publication
from resources.models import Service
from tests.factories import ServiceFactory, UserFactory
from tests.faults.soaking import Person
from tests.faults.truth import Listing, Truth
from tests.second_factor import sign_in_with_factor


def is_named_in(address: str, code: str, name: str) -> bool:
    """Tell whether a search for a name shows the listing, while all of them are there."""
    person = Person(address)
    _status, _text, where = person.ask("/find", {"words": name, "place": "", "region": ""})
    return f'href="/services/{code}/"' in person.ask(where)[1]


def rows(address: str) -> tuple[Truth, tuple[User, User], str, str]:
    """Return what is public, two curators, the session of one, and the draft that she edits."""
    rows = Service.objects.published().values_list("pk", "code", "name")
    listings = {
        code: Listing(str(pk), code, name, is_named_in(address, code, name))
        for pk, code, name in rows
    }
    anna, bert = (UserFactory.make(username=name, is_superuser=True) for name in ("anna", "bert"))
    draft = ServiceFactory.make(publication=Publication.DRAFT)
    user_logged_in.connect(sign_in_with_factor)
    client = Client()
    client.force_login(anna)
    return Truth(listings), (anna, bert), client.cookies["sessionid"].value, str(draft.pk)
