"""Staff keep words that mean the same: a change works at once, and loading leaves it alone."""

import json
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from resources.listings.synonyms import load_synonyms
from resources.models import RecordProposal, SynonymGroup
from resources.models.synonyms import check_words
from tests.factories import UserFactory
from tests.proposing_records import approve

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "value", [None, "counselling", ["one"], ["a b", "A  B"], ["", "b"], [1, 2]]
)
def test_a_group_needs_two_different_phrases(value: object) -> None:
    with pytest.raises(ValidationError):
        check_words(value)


def test_loading_synonyms_again_leaves_what_staff_have_changed(tmp_path: Path) -> None:
    def load(*words: list[str]) -> int:
        groups = [{"key": f"k{n}", "words": one, "note": "n"} for n, one in enumerate(words)]
        file = tmp_path / "synonyms.json"
        file.write_text(json.dumps({"groups": groups}), encoding="utf-8")
        return load_synonyms(file)

    assert load(["a", "b"], ["c", "d"], ["e", "f"]) == 3
    first, second, third = (SynonymGroup.objects.get(words=[a, b]) for a, b in ("ab", "cd", "ef"))
    SynonymGroup.objects.filter(pk=first.pk).update(words=["a", "mine"])
    SynonymGroup.objects.filter(pk=second.pk).update(is_used=False)
    assert load(["a", "new"], ["c", "new"], ["e", "new"]) == 3
    for group in (first, second, third):
        group.refresh_from_db()
    assert [one.words[1] for one in (first, second, third)] == ["mine", "new", "new"]
    assert [one.is_used for one in (first, second, third)] == [True, False, True]


def test_shipped_synonyms_are_well_written() -> None:
    load_synonyms()
    assert SynonymGroup.objects.count() > 30
    for group in SynonymGroup.objects.all():
        group.full_clean()


@pytest.fixture
def staff(client: Client) -> Client:
    """A browser of a curator."""
    curator: User = UserFactory.make()
    client.force_login(curator)
    return client


def approved() -> None:
    """Let another person approve what was proposed last."""
    approve(RecordProposal.objects.latest("pk"), UserFactory.make())


def test_staff_write_synonyms_one_a_line(staff: Client) -> None:
    add = reverse("admin:resources_synonymgroup_add")
    sent = {"words": "counselling\r\n\r\n brain plumber ", "is_used": "on"}
    staff.post(add, {**sent, "change_reason": "People say so."})
    approved()
    group = SynonymGroup.objects.get()
    assert group.words == ["counselling", "brain plumber"]
    change = reverse("admin:resources_synonymgroup_change", args=[group.pk])
    assert "counselling\nbrain plumber" in staff.get(change).content.decode()
    staff.post(change, {"words": "counselling"})
    group.refresh_from_db()
    assert group.words == ["counselling", "brain plumber"]


def test_staff_delete_their_own_groups_and_switch_shipped_ones_off(staff: Client) -> None:
    own = SynonymGroup.objects.create(words=["a b", "c d"])
    shipped = SynonymGroup.objects.create(words=["e f", "g h"], shipped=["e f", "g h"])
    for group, status in ((own, 302), (shipped, 403)):
        delete = reverse("admin:resources_synonymgroup_delete", args=[group.pk])
        answer = staff.post(delete, {"reason": "Nobody says so."})
        assert answer.status_code == status
    approved()
    another = SynonymGroup.objects.create(words=["i j", "k l"])
    chosen = [str(shipped.pk), str(another.pk)]
    page = reverse("admin:resources_synonymgroup_changelist")
    staff.post(page, {"action": "delete_selected", "_selected_action": chosen, "post": "yes"})
    assert set(SynonymGroup.objects.all()) == {shipped, another}
