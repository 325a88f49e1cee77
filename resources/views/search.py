"""Searching by form: what is typed travels in the body, and the answer's address says nothing.

POST /find is answered 303 to /r/<token>/. Measured in browsers: a form sent by GET, and a POST that
is answered with a page, both leave the typed text in the profile; this leaves nothing.
"""

from dataclasses import replace
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from resources.clock import this_minute
from resources.filters import ServiceFilter
from resources.page_language import one_language
from resources.presenters import EncryptedUrls, expired_search, find_errors
from resources.private_search.form import PrivateSearch, decrypt_search, encrypt_search, read_form
from resources.private_search.token import StaleTokenError
from resources.views.list_markup import show_list
from resources.views.lists import PlaceChoice, list_page
from resources.views.outlines import ListAddress
from resources.views.own_forms import SeeOther, refuse_other_sites


# Exempt: it changes nothing and a token for it would need a cookie. Sec-Fetch-Site is checked.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def find(request: HttpRequest) -> HttpResponse:
    """Turn a sent form into the address of its answer."""
    if request.method != "POST":
        return SeeOther(reverse("service-list"))
    refuse_other_sites(request)
    token = encrypt_search(read_form(request.POST), this_minute())
    return SeeOther(reverse("results", args=[token]))


@require_safe
def results(request: HttpRequest, token: str) -> HttpResponse:
    """Show the list that a token stands for; an old or broken one shows the form again."""
    moment = this_minute()
    try:
        search = decrypt_search(token, moment)
    except StaleTokenError:
        return _again(request)
    with one_language():
        return _answer(request, search, moment)


def _answer(request: HttpRequest, search: PrivateSearch, moment: datetime) -> HttpResponse:
    """Show the list that was asked for."""
    filterset = ServiceFilter(search.data, lenient=True, moment=moment)
    urls = EncryptedUrls(search, moment)
    has_no_word = bool(search.parameters.get("words")) and filterset.text is None
    errors = find_errors(search, has_no_word=has_no_word)
    address = ListAddress(urls, search.place, errors=errors, is_search=True)
    page = replace(
        list_page(filterset, request.GET.get("page"), moment, address),
        place_note=search.note,
        place_choices=[PlaceChoice(one.label, urls.for_place(one)) for one in search.choices],
    )
    return show_list(page, filterset, is_private=True)


def _again(request: HttpRequest) -> HttpResponse:
    """Show the whole list and the form, and say kindly that the old answer is gone."""
    moment = this_minute()
    filterset = ServiceFilter({}, lenient=True, moment=moment)
    urls = EncryptedUrls(PrivateSearch(), moment)
    address = ListAddress(urls, errors=expired_search(), is_search=True)
    page = list_page(filterset, request.GET.get("page"), moment, address)
    return show_list(page, filterset, status=410, is_private=True)
