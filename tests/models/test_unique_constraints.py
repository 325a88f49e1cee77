"""Nothing is listed twice, and no code, slug or id of a listing is ever given to another one."""

from typing import Final

import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction

from tests.models import rows

pytestmark = pytest.mark.django_db

TOGETHER: Final = {
    "confirmation": ("asked_on", "number"),
    "duefact": ("service", "fact"),
    "withdrawalrule": ("kind",),
    "proposal": ("service",),
    "proposalrevision": ("proposal", "number"),
    "recall": ("service",),
    "recordproposal": ("kind", "key"),
    "recordrevision": ("proposal", "number"),
    "report": ("service", "received_on", "number"),
    "snapshot": ("service", "version"),
    "collectionentry": ("collection", "service"),
    "contactroute": ("service", "channel", "value", "label"),
    "organizationidentifier": ("organization", "scheme", "identifier"),
    "servicearea": ("service", "region"),
    "serviceatlocation": ("service", "location"),
    "suppression": ("kind", "value"),
    "watchtask": ("page", "kind"),
}
ALONE: Final = {
    ("confirmation", "digest"),
    ("collection", "slug"),
    ("organization", "code"),
    ("organization", "slug"),
    ("region", "slug"),
    ("lapse", "service"),
    ("publishedrecord", "service"),
    ("service", "code"),
    ("service", "slug"),
    ("taxonomy", "slug"),
    ("taxonomyterm", "code"),
    ("taxonomyterm", "slug"),
    ("watchedpage", "address"),
    ("watchrun", "place"),
}


def copy_over(first: models.Model, second: models.Model, fields: tuple[str, ...]) -> None:
    taken = {name: getattr(first, name) for name in fields}
    with transaction.atomic():
        models.QuerySet(type(second)).filter(pk=second.pk).update(**taken)


@pytest.mark.parametrize(("model", "fields"), TOGETHER.items(), ids=TOGETHER)
def test_the_same_thing_cannot_be_listed_twice(model: str, fields: tuple[str, ...]) -> None:
    first, second = rows.MAKERS[model](), rows.MAKERS[model]()
    with pytest.raises(IntegrityError, match=r"(?i)unique"):
        copy_over(first, second, fields)


@pytest.mark.parametrize(("model", "field"), sorted(ALONE))
def test_a_code_or_slug_that_is_taken_stays_taken(model: str, field: str) -> None:
    first, second = rows.MAKERS[model](), rows.MAKERS[model]()
    with pytest.raises(IntegrityError, match=rf"(?i)unique[\s\S]*{field}"):
        copy_over(first, second, (field,))


def test_two_numbers_of_a_service_may_differ_by_their_label_alone() -> None:
    first, second = rows.contact(), rows.contact()
    type(second).objects.filter(pk=second.pk).update(label="Out of hours")
    copy_over(first, second, ("service", "channel", "value"))
    assert first.service.contacts.filter(value=first.value).count() == 2


def test_no_unique_rule_of_any_model_is_left_out_here() -> None:
    kinds = list(apps.get_app_config("resources").get_models())
    together = {
        model._meta.model_name: constraint.fields
        for model in kinds
        for constraint in model._meta.constraints
        if isinstance(constraint, models.UniqueConstraint)
    }
    alone = {
        (model._meta.model_name, field.name)
        for model in kinds
        for field in model._meta.concrete_fields
        if field.unique and not field.primary_key
    }
    assert together == TOGETHER
    assert alone == ALONE
