"""The facts of a service that a listings file can name a source for, and the kind of each."""

from typing import Final, Literal

from resources.choices import FactKind

# A fact inside another part of a line (terms, contacts, a place) has the name that it has there.
FactName = Literal[
    "accessibility_description",
    "accessible_toilet",
    "alert",
    "alternate_name",
    "audience",
    "by-and-for",
    "call_back",
    "caller_id",
    "confidentiality",
    "cost",
    "description",
    "eligibility_description",
    "excludes_description",
    "fees_description",
    "hearing_loop",
    "interpreter",
    "languages",
    "location",
    "maximum_age",
    "minimum_age",
    "needs_account",
    "needs_name",
    "on_itemised_bill",
    "parking",
    "police_report_needed",
    "pre_trial_therapy",
    "public_transport",
    "referral_routes",
    "referral_status",
    "step_free",
    "topic",
    "transcript_kept",
    "type",
    "voicemail",
    "what_happens_next",
    "what_they_ask",
    "who_answers",
]
_ELIGIBILITY: Final = (
    "audience",
    "eligibility_description",
    "excludes_description",
    "maximum_age",
    "minimum_age",
)
_ADDRESS: Final = (
    "accessible_toilet",
    "hearing_loop",
    "location",
    "parking",
    "public_transport",
    "step_free",
)
_KINDS: Final = dict.fromkeys(_ELIGIBILITY, FactKind.ELIGIBILITY) | dict.fromkeys(
    _ADDRESS, FactKind.ADDRESS
)


def kind_of(fact: str) -> FactKind:
    """Return the kind of a fact, which decides how it ages; by default it is a description."""
    return _KINDS.get(fact, FactKind.DESCRIPTION)
