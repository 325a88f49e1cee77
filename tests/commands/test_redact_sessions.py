"""What was taken out stands in no session of the staff either."""

import io
from importlib import import_module

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client

from resources.choices import Publication
from tests.factories import ServiceFactory, UserFactory

SECRET = "Quokkasted Lodge"


@pytest.mark.django_db
def test_no_session_of_the_staff_holds_a_value_that_was_taken_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What a session holds is encoded: no search finds it there."""
    curator = UserFactory.make()
    staff = Client()
    staff.force_login(curator)
    draft = ServiceFactory.make(name=SECRET, publication=Publication.DRAFT)
    sent = {"action": "submit", "_selected_action": [str(draft.pk)]}
    staff.post("/staff/resources/service/", sent)
    staff.post("/staff/resources/service/", sent)  # refused by its name, and nobody has read that
    engine = import_module(settings.SESSION_ENGINE).SessionStore
    model = engine.get_model_class()
    assert SECRET in str([engine().decode(row.session_data) for row in model.objects.all()])
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{SECRET}\n"))
    printed = io.StringIO()
    call_command("redact", commit=True, stdout=printed)
    assert "Every session of the staff was ended" in printed.getvalue()
    assert [row.session_data for row in model.objects.all()] == [""]
    where = f"/staff/resources/service/{draft.pk}/change/"
    answer = staff.post(where, {"summary": "Typed meanwhile."})
    assert answer["Location"].startswith("/staff/login/")
    assert "what you typed is kept" in staff.get(answer["Location"]).content.decode()
