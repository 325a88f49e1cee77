"""Forms for curators, where the plain form of a model would be hard to fill in right."""

from typing import Any, ClassVar, Final

from django import forms
from django.contrib.admin.helpers import ActionForm
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from resources.admin.history import who_did
from resources.admin.hours import HoursField, as_text, write_hours
from resources.admin.named import NamedField, NamingForm
from resources.choices import Publication
from resources.curation import approval
from resources.curation.differences import differences
from resources.curation.document import Document, listing_document
from resources.listings.proposals import undecided
from resources.models import Organization, Schedule, Service, TaxonomyTerm
from resources.models.whole import whole_listing

MOVED = _(
    "A colleague changed this listing after you opened it, so nothing was saved. What you typed is "
    "still here. Open the listing again, in another tab, and write it there."
)


IN_REVIEW = _(
    "A colleague handed this listing to review after you opened it, so nothing was saved. What you "
    "typed is still here. Ask for the listing to be given back, and write it there."
)


# What a curator calls the fields of a listing.
LABELS: Final = {
    "alternate_name": _("Also known as"),
    "url": _("Its own page"),
    "status": _("Does it run?"),
    "alert": _("What a visitor must know now"),
    "alert_until": _("Until when"),
    "easy_read_url": _("Page in easy read"),
    "bsl_url": _("Page in British Sign Language"),
    "coverage_description": _("The area, in words"),
    "accessibility_description": _("Getting in, in words"),
    "referral_status": _("Do they take new people?"),
    "referral_status_as_of": _("As of"),
    "referral_status_precision": _("How exactly is that known?"),
    "fees_description": _("What it costs, in words"),
    "hold_reason": _("What holds it back"),
    "curator_note": _("Note for colleagues"),
}


class TermsField(forms.ModelMultipleChoiceField[TaxonomyTerm]):
    """Terms to tick, under the names of their taxonomies."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        terms = TaxonomyTerm.objects.select_related("taxonomy")
        super().__init__(terms, required=False, label=_("Kinds of help and of people"), **kwargs)

    def grouped(self) -> list[tuple[str, list[tuple[Any, str]]]]:
        """Return the terms as choices in groups, in one query."""
        found: dict[str, list[tuple[Any, str]]] = {}
        for term in self.queryset or ():
            found.setdefault(term.taxonomy.name, []).append((term.pk, term.name))
        return list(found.items())


class ServiceForm(NamingForm):
    """A listing, the reason for a change, which the history keeps, and what stood there before.

    Where a colleague has saved meanwhile, nothing is written: their new number would be lost.
    """

    organization = NamedField(Organization, label=_("Organisation"))
    hours = HoursField(
        label=_("Hours of the whole service"),
        help_text=_("Only where no way of contact has hours of its own. Mon-Fri 9am-5pm"),
    )
    terms = TermsField()
    change_reason = forms.CharField(
        required=False,
        max_length=500,
        label=_("Reason for this change"),
        help_text=_("For the history: what you read or heard, and where."),
    )
    change_source = forms.CharField(
        required=False,
        max_length=500,
        label=_("Where you read or heard it"),
        help_text=_("An address of a page, or “rang the office”. A public listing needs it."),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Service
        exclude: ClassVar = ()
        labels = LABELS
        widgets: ClassVar = {"summary": forms.Textarea(attrs={"rows": 3})}

    # Set for one request: why what was typed could not be proposed.
    refusal = ""
    # The listing as the page shows it, with all its parts; None of a new one.
    whole: Service | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        instance = kwargs.get("instance")
        if instance is not None and not instance._state.adding:
            self.whole = whole_listing(instance.pk)
            # What is ticked is asked for with all the rest.
            instance._prefetched_objects_cache = {"terms": self.whole.terms.all()}
        super().__init__(*args, **kwargs)
        terms: Any = self.fields["terms"]
        terms.choices = terms.grouped()
        if self.whole is not None:
            self.initial["seen"] = approval.digest_of(listing_document(self.whole))
            self.initial["hours"] = as_text(own_hours(self.whole))
            owner: Any = self.fields["organization"]
            owner.names = {self.whole.organization_id: str(self.whole.organization)}

    def clean_summary(self) -> str:
        """Keep it one paragraph, though it is typed in several lines."""
        return " ".join(str(self.cleaned_data["summary"]).split())

    def save_hours(self) -> None:
        """Write the hours, once the listing is written."""
        if "hours" in self.changed_data:
            write_hours(self.instance, self.cleaned_data["hours"])

    def clean(self) -> dict[str, Any] | None:
        """Refuse what was typed over another version; it stays in the form."""
        if not self.instance._state.adding:
            listing = Service.objects.select_for_update().filter(pk=self.instance.pk)
            if listing.values_list("publication", flat=True).get() == Publication.IN_REVIEW:
                raise forms.ValidationError(IN_REVIEW)
            if self.refusal:
                raise forms.ValidationError(self.refusal)
            if self.data.get("seen") != approval.seen_of(self.instance):
                raise forms.ValidationError([MOVED, *_last_changes(self.instance)])
        return super().clean()


class ShownServiceForm(forms.ModelForm[Service]):
    """A listing that is only shown, under the same names."""

    class Meta:
        model = Service
        fields: ClassVar = ()
        labels = LABELS


def own_hours(service: Service) -> list[Schedule]:
    """Return the hours of a listing from `for_detail()` that none of its parts has."""
    rows = service.schedules.all()
    return [row for row in rows if row.contact_route_id is row.service_at_location_id is None]


def _last_changes(service: Service) -> list[str]:
    """Return what was written last, as sentences for whoever was not told of it."""
    waiting = undecided(service)
    if waiting:
        *before, last = waiting.revisions.select_related("author").order_by("number")
        first = service.snapshots.get(version=last.base_version)
        old = before[-1].content if before else first.content
        return _told(last.author, old, last.content)
    version = service.snapshots.order_by("-version").select_related("actor").first()
    base = version and service.snapshots.filter(version=version.base_version).first()
    if not version or not base or approval.digest_of(version.content) != approval.seen_of(service):
        return []
    return _told(version.actor, base.content, version.content)


def _told(who: Any, old: Document, new: Document) -> list[str]:
    return [
        gettext("%(who)s: %(field)s, before “%(old)s”, now “%(new)s”.")
        % {"who": who_did(who), "field": one.field, "old": one.old, "new": one.new}
        for one in differences(old, new)
    ]


class ReasonForm(ActionForm):
    """Stands beside the actions of the list of services: the reason for a step."""

    reason = forms.CharField(required=False, label=_("Reason"), max_length=500)
