"""A sheet that was exported and sent back as it is changes nothing, in either form."""

from collections import Counter

import pytest

from resources.choices import Publication
from resources.listings.plan import Action
from resources.listings.sheets.exporting import export, exported_services
from resources.listings.sheets.opening import open_sheet
from resources.listings.sheets.planning import SheetPlan, plan_sheet
from resources.listings.sheets.tables import Limits

pytestmark = [
    pytest.mark.long,
    pytest.mark.one_engine,
    pytest.mark.usefixtures("shipped_once", "db"),
]


def planned(content: bytes) -> SheetPlan:
    return plan_sheet(open_sheet(content, Limits()))


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_all_shipped_listings_come_back_as_they_went_out(form: str) -> None:
    plan = planned(export(exported_services(Publication.values), form))
    assert [(one.row, one.column, one.why) for one in plan.bad] == []
    assert Counter(step.action for step in plan.steps) == {Action.LEAVE: 664}
