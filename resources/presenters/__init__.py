"""What a page says about a row, in words: read-only values made from rows that are already loaded.

A presenter asks no database and reads no clock: the view passes rows from `for_listing()` or
`for_detail()`, and the moment.
"""

from resources.presenters.active_filters import ActiveFilter, active_filters
from resources.presenters.areas import AreaWords, Scope, area_words, joined_areas
from resources.presenters.cards import (
    ServiceCard,
    alert_now,
    answers_at_once,
    lasting_way,
    service_card,
)
from resources.presenters.checked import Checked, Source, date_words, facts_dated
from resources.presenters.choices import FilterForm, filter_form
from resources.presenters.confirm_form import ConfirmForm, confirm_form
from resources.presenters.contacts import ContactLine, contact_lines, format_phone, host_of
from resources.presenters.data_language import of_data
from resources.presenters.facts import Fact
from resources.presenters.filter_markup import filter_markup
from resources.presenters.form_errors import FormErrors, expired_search, find_errors
from resources.presenters.gaps import GroupGap, group_gap
from resources.presenters.groups import ServiceGroup, service_groups
from resources.presenters.headings import ListHeading, list_heading, page_title
from resources.presenters.list_urls import (
    AreaUrls,
    EncryptedUrls,
    ListUrls,
    PlainUrls,
    area_frame_url,
    oembed_url,
    query,
    shared_frame_url,
)
from resources.presenters.making import made_of_each, made_once
from resources.presenters.mistake_form import (
    LONG,
    LOST,
    MANY,
    NOTHING,
    TRAPPED,
    MistakeForm,
    mistake_form,
)
from resources.presenters.nearby import AreaNearby, areas_nearby
from resources.presenters.open_lines import OpenLine, open_lines, open_lines_markup
from resources.presenters.pages import (
    OrganizationPage,
    ServicePage,
    organization_page,
    service_body,
    service_page,
)
from resources.presenters.readings import Reading, reading
from resources.presenters.reasons import ResultNotes
from resources.presenters.rendering import TypedPage, render_page, variables, write_page
from resources.presenters.risk_panel import RiskPanel, risk_lines
from resources.presenters.situations import WayIn, ways_in
from resources.presenters.term_descriptions import TermDescription, describe_terms
from resources.presenters.who_for import fit_words, marks

__all__ = [
    "LONG",
    "LOST",
    "MANY",
    "NOTHING",
    "TRAPPED",
    "ActiveFilter",
    "AreaNearby",
    "AreaUrls",
    "AreaWords",
    "Checked",
    "ConfirmForm",
    "ContactLine",
    "EncryptedUrls",
    "Fact",
    "FilterForm",
    "FormErrors",
    "GroupGap",
    "ListHeading",
    "ListUrls",
    "MistakeForm",
    "OpenLine",
    "OrganizationPage",
    "PlainUrls",
    "Reading",
    "ResultNotes",
    "RiskPanel",
    "Scope",
    "ServiceCard",
    "ServiceGroup",
    "ServicePage",
    "Source",
    "TermDescription",
    "TypedPage",
    "WayIn",
    "active_filters",
    "alert_now",
    "answers_at_once",
    "area_frame_url",
    "area_words",
    "areas_nearby",
    "confirm_form",
    "contact_lines",
    "date_words",
    "describe_terms",
    "expired_search",
    "facts_dated",
    "filter_form",
    "filter_markup",
    "find_errors",
    "fit_words",
    "format_phone",
    "group_gap",
    "host_of",
    "joined_areas",
    "lasting_way",
    "list_heading",
    "made_of_each",
    "made_once",
    "marks",
    "mistake_form",
    "oembed_url",
    "of_data",
    "open_lines",
    "open_lines_markup",
    "organization_page",
    "page_title",
    "query",
    "reading",
    "render_page",
    "risk_lines",
    "service_body",
    "service_card",
    "service_groups",
    "service_page",
    "shared_frame_url",
    "variables",
    "ways_in",
    "write_page",
]
