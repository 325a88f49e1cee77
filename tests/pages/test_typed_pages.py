"""A template of a page gets the fields of a frozen dataclass, all of them, and nothing else."""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from django.template.context import BaseContext
from django.test import Client

from resources.api.v1.docs import ApiDocsPage
from resources.embed import views as embed
from resources.presenters import TypedPage, rendering
from resources.views import confirming, explaining, lists, mistakes, pages
from tests.pages.readable_pages import make_cast, states

pytestmark = pytest.mark.django_db

PAGES: dict[str, type[TypedPage]] = {
    page.template: page
    for page in (
        ApiDocsPage,
        confirming.ConfirmOverPage,
        confirming.ConfirmPage,
        confirming.ConfirmSentPage,
        embed.FramePage,
        embed.GonePage,
        embed.PreviewPage,
        explaining.AboutPage,
        explaining.AccessibilityPage,
        explaining.HelpPage,
        explaining.PrivacyPage,
        explaining.PromisesPage,
        explaining.SafetyPage,
        lists.ListPage,
        mistakes.MistakePage,
        mistakes.MistakeSentPage,
        pages.CollectionPage,
        pages.HomePage,
        pages.OrganizationDetailPage,
        pages.RemovedPage,
        pages.ServiceDetailPage,
    )
}


def names_of(page: type[TypedPage]) -> set[str]:
    return {field.name for field in fields(page)}


class Asked:
    """What templates asked of the pages that they show, by the name of the template."""

    def __init__(self) -> None:
        """Begin with nothing asked."""
        self.found: defaultdict[str, set[str]] = defaultdict(set)
        self.missing: defaultdict[str, set[str]] = defaultdict(set)

    def note(self, context: BaseContext, name: str, *, is_there: bool) -> None:
        """Note a variable of a page; a component has a context of its own, without the page."""
        page = next((one["typed page"] for one in context if "typed page" in one), None)
        if page:
            (self.found if is_there else self.missing)[page.template].add(name)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Asked:
    """Every page in every state was rendered, and its template watched."""
    found, get, make = Asked(), BaseContext.__getitem__, rendering.variables

    def watched(context: BaseContext, name: str) -> Any:
        try:
            value = get(context, name)
        except KeyError:
            found.note(context, name, is_there=False)
            raise
        found.note(context, name, is_there=True)
        return value

    def marked(page: TypedPage) -> Mapping[str, Any]:
        return {**make(page), "typed page": page}

    monkeypatch.setattr(BaseContext, "__getitem__", watched)
    monkeypatch.setattr(rendering, "variables", marked)
    make_cast()
    client = Client(raise_request_exception=False)
    for ask in states().values():
        ask(client)
    return found


def test_a_template_asks_for_nothing_that_its_page_does_not_have(asked: Asked) -> None:
    assert {template: names for template, names in asked.missing.items() if names} == {}


def test_a_page_has_nothing_that_its_template_does_not_show(asked: Asked) -> None:
    unused = {name: names_of(page) - asked.found[name] for name, page in PAGES.items()}
    assert {name: left for name, left in unused.items() if left} == {}


def test_no_view_gives_a_template_anything_else() -> None:
    folder = Path(rendering.__file__).parents[1]
    views = [*(folder / "views").glob("*.py"), *(folder / "api").rglob("*.py")]
    views += [folder / "embed" / "views.py"]
    assert len(views) > 5
    # It writes JSON, by a method of the same name.
    views.remove(folder / "api" / "v1" / "rendering.py")
    for file in views:
        assert not re.search(r"\brender\(|TemplateResponse|get_template", file.read_text("utf-8"))
