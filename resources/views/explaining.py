"""Pages that explain: the kinds of help, what is kept of a visit, and how well the pages work."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from resources.content.accessibility import read_statement
from resources.content.glossary import read_glossary
from resources.presenters import describe_terms
from resources.search import current_index


@require_safe
def kinds_of_help(request: HttpRequest) -> HttpResponse:
    """Say in plain words what each kind of help is, whom and what it is for, and lead to it."""
    terms = current_index().terms
    context = {
        "emotional": describe_terms(terms, "type", "emotional"),
        "practical": describe_terms(terms, "type", "practical"),
        "topics": describe_terms(terms, "topic"),
        "audiences": describe_terms(terms, "audience"),
        "led_by": describe_terms(terms, "by-and-for"),
        "words": [word for word in read_glossary() if not word.is_technical],
    }
    return render(request, "resources/help.html", context)


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    context = {"search_minutes": settings.SEARCH_TOKEN_MINUTES}
    return render(request, "resources/privacy.html", context)


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """Say how well the pages work for disabled people, as far as anybody knows."""
    context = {
        "statement": read_statement(),
        "search_minutes": settings.SEARCH_TOKEN_MINUTES,
    }
    return render(request, "resources/accessibility.html", context)
