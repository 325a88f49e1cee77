"""An index goes as soon as another takes its place, whatever was shown of it.

The collector of garbage passes over what a server was started with (`gc.freeze`): a ring that holds
the first index would hold it for ever, with all that is kept in it.
"""

import gc
from weakref import ref

import pytest
from django.test import Client

from resources.search import current_index
from tests.factories import ServiceFactory
from tests.publishing import publish_all

pytestmark = pytest.mark.django_db


def test_no_page_and_no_record_holds_the_index_that_it_was_made_of(client: Client) -> None:
    service = ServiceFactory.make(hours=[("TU", "09:00", "17:00")], areas=["rotherham"])
    publish_all()
    before = ref(current_index())
    gc.collect()
    gc.freeze()
    try:
        for address in (
            "/services/",
            "/services/?region=rotherham",
            "/services/?region=nowhere&open=now",
            "/in/rotherham/",
            f"/services/{service.code}/",
            "/api/v1/services/?region=rotherham",
            f"/api/v1/services/{service.pk}/",
            "/openreferral/services",
        ):
            assert [client.get(address).status_code for _time in range(2)] == [200] * 2
        assert client.post("/find", {"words": "help"}, follow=True).status_code == 200
        ServiceFactory.make()
        publish_all()
        current_index()
        gc.collect()
        assert before() is None
    finally:
        gc.unfreeze()
