"""The panel above a list where words speak of somebody at risk, asked for in two queries."""

from datetime import datetime
from typing import Final

from resources.content.emergency import read_emergency
from resources.filters import ServiceFilter, facet_value
from resources.language.risk import lines_for
from resources.models import ContactRoute, Service
from resources.presenters import RiskPanel, risk_lines
from resources.search.facets import YOUNG
from resources.search.people import ages_of

# Lines for the young are for anyone up to this age.
OLDEST_YOUNG: Final = 24


def risk_panel(filterset: ServiceFilter, moment: datetime) -> RiskPanel | None:
    """Return what stands above the list where its words speak of somebody at risk."""
    text = filterset.text
    if text is None or not text.risk:
        return None
    slugs = lines_for(text.risk, _nation(filterset), _is_young(filterset))
    public = Service.objects.published().filter(slug__in=slugs)
    routes = ContactRoute.objects.direct().filter(service__in=public).select_related("service")
    lines = risk_lines(routes.prefetch_related("schedules"), slugs, moment)
    return RiskPanel(text.risk.is_999_first, read_emergency(), lines)


def _nation(filterset: ServiceFilter) -> str:
    """Return the GSS code of the nation that was asked for; empty where it is none, or several."""
    named = filterset.text.areas if filterset.text else ()
    codes = {code for area in (*filterset.regions, *named) for code in area.lineage[1:2]}
    return codes.pop() if len(codes) == 1 else ""


def _is_young(filterset: ServiceFilter) -> bool:
    """Tell whether somebody young is spoken of, or was chosen."""
    chosen = {facet_value(value) for name, value in filterset.chosen if name == "audience"}
    ages = ages_of(filterset.text.people) if filterset.text else range(0)
    return not YOUNG.isdisjoint(chosen) or (bool(ages) and max(ages) <= OLDEST_YOUNG)
