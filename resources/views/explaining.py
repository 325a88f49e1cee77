"""Pages that explain: the kinds of help, what is kept of a visit, and how well the pages work."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from resources.content.accessibility import Statement, read_statement
from resources.content.emergency import Emergency, read_emergency
from resources.content.glossary import Word, read_glossary
from resources.content.promises import Promises, read_promises
from resources.models import Organization, Service
from resources.presenters import TermDescription, describe_terms, render_page
from resources.search import current_index

# What a partner may do with the words of the listings; the sources keep their own licences.
LICENCES = (
    _(
        "Our own words, such as the summaries, are free for everyone to use: we dedicate them to "
        "the public domain (CC0 1.0)."
    ),
)


@dataclass(frozen=True, slots=True)
class HelpPage:
    """The kinds of help, by taxonomy, and the words that a page may use."""

    template: ClassVar[str] = "resources/help.html"

    emotional: Sequence[TermDescription]
    practical: Sequence[TermDescription]
    topics: Sequence[TermDescription]
    audiences: Sequence[TermDescription]
    led_by: Sequence[TermDescription]
    words: Sequence[Word]


@dataclass(frozen=True, slots=True)
class PrivacyPage:
    """What is kept of a visit, and for how many minutes a search can be read again."""

    template: ClassVar[str] = "resources/privacy.html"

    search_minutes: int


@dataclass(frozen=True, slots=True)
class AccessibilityPage:
    """The accessibility statement."""

    template: ClassVar[str] = "resources/accessibility.html"

    statement: Statement
    search_minutes: int


@dataclass(frozen=True, slots=True)
class SafetyPage:
    """What can and cannot be protected, with what to do in danger."""

    template: ClassVar[str] = "resources/safety.html"

    danger: Emergency


@dataclass(frozen=True, slots=True)
class AboutPage:
    """Who makes this, how many services and organisations are public, and who may copy them."""

    template: ClassVar[str] = "resources/about.html"

    services: int
    organizations: int
    licences: Sequence[str]


@dataclass(frozen=True, slots=True)
class PromisesPage:
    """What is promised, and what of it is not proved yet."""

    template: ClassVar[str] = "resources/promises.html"

    chapters: Sequence[Promises]


@require_safe
def kinds_of_help(request: HttpRequest) -> HttpResponse:
    """Say in plain words what each kind of help is, whom and what it is for, and lead to it."""
    terms = current_index().terms
    page = HelpPage(
        emotional=describe_terms(terms, "type", "emotional"),
        practical=describe_terms(terms, "type", "practical"),
        topics=describe_terms(terms, "topic"),
        audiences=describe_terms(terms, "audience"),
        led_by=describe_terms(terms, "by-and-for"),
        words=[word for word in read_glossary() if not word.is_technical],
    )
    return render_page(request, page)


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return render_page(request, PrivacyPage(settings.SEARCH_TOKEN_MINUTES))


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """Say how well the pages work for disabled people, as far as anybody knows."""
    return render_page(request, AccessibilityPage(read_statement(), settings.SEARCH_TOKEN_MINUTES))


@require_safe
def safety(request: HttpRequest) -> HttpResponse:
    """Say in plain words what can and cannot be protected."""
    return render_page(request, SafetyPage(read_emergency()))


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """Say who makes this, how listings get in, and who may copy them."""
    page = AboutPage(
        services=Service.objects.published().count(),
        organizations=Organization.objects.published().count(),
        licences=[str(licence) for licence in LICENCES],
    )
    return render_page(request, page)


@require_safe
def promises(request: HttpRequest) -> HttpResponse:
    """Say what is promised, and what of it is not proved yet."""
    return render_page(request, PromisesPage(read_promises()))
