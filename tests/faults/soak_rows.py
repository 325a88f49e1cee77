"""Who takes part in a soak, and which listings are there when it begins."""

from django.contrib.auth import user_logged_in
from django.contrib.auth.models import User
from django.test import Client

from resources.choices import Publication
from resources.models import Service
from resources.private_search.box import read_box
from resources.search import current_index
from tests.factories import ServiceFactory, UserFactory
from tests.faults.truth import Listing, Truth
from tests.second_factor import sign_in_with_factor


def rows() -> tuple[Truth, tuple[User, User], str, str]:
    """Return what is public, two curators, the session of one, and the draft that she edits."""
    rows = Service.objects.published().values_list("pk", "code", "name")
    index = current_index()
    listings = {
        code: Listing(str(pk), code, name, read_box(name, index).words == name)
        for pk, code, name in rows
    }
    anna, bert = (UserFactory.make(username=name, is_superuser=True) for name in ("anna", "bert"))
    draft = ServiceFactory.make(publication=Publication.DRAFT)
    user_logged_in.connect(sign_in_with_factor)
    client = Client()
    client.force_login(anna)
    return Truth(listings), (anna, bert), client.cookies["sessionid"].value, str(draft.pk)
