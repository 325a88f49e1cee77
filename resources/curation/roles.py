"""The roles of the staff: what each may do with listings.

Each rule comes as a pair: `check_...` gives the reason for a refusal, `can_...` a plain answer.
Administrators look after people, and see no content.
"""

from collections.abc import Mapping
from typing import Any, Final

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy


class Role(models.TextChoices):
    """The values are the names of the groups in the database."""

    VIEWER = "viewer", _lazy("Viewer")
    EDITOR = "editor", _lazy("Editor")
    APPROVER = "approver", _lazy("Approver")
    SAFETY_LEAD = "safety lead", _lazy("Safety lead")
    ADMINISTRATOR = "administrator", _lazy("Administrator")


# The right to each step of a listing.
STEP_RIGHTS: Final = {
    "submit": "resources.submit_service",
    "publish": "resources.publish_service",
    "return_to_author": "resources.return_service",
    "withdraw": "resources.withdraw_service",
    # To ask for it where there is danger; the right to recall alone is another.
    "recall": "resources.withdraw_service",
    "merge": "resources.merge_service",
    "check": "resources.add_verification",
    "confirm": "resources.add_confirmation",
    "import": "resources.import_service",
    "export": "resources.export_service",
    "set a rule": "resources.set_withdrawalrule",
}
REFUSALS: Final = {
    "submit": _lazy("Only editors hand listings to review."),
    "publish": _lazy("Only approvers publish."),
    "return_to_author": _lazy("Only approvers give listings back."),
    "withdraw": _lazy("Only editors withdraw listings."),
    "recall": _lazy("Only editors ask for a recall."),
    "merge": _lazy("Only approvers merge listings."),
    "check": _lazy("Only editors record checks."),
    "confirm": _lazy("Only editors ask providers."),
    "import": _lazy("Only editors bring rows of a spreadsheet."),
    "export": _lazy("Only approvers take listings out as a file."),
    "set a rule": _lazy("Only approvers set rules by which listings are withdrawn."),
}


def _rights(verbs: str, names: str) -> frozenset[str]:
    """Return the rights to do each of some things with each of some models."""
    return frozenset(f"resources.{verb}_{name}" for verb in verbs.split() for name in names.split())


_SEEN: Final = _rights(
    "view",
    "organization organizationidentifier service contactroute schedule servicearea location "
    "serviceatlocation region placetables taxonomy taxonomyterm synonymgroup collection "
    "collectionentry verification confirmation review report suppression tombstone recall snapshot "
    "publishedrecord datarevision duefact lapse withdrawalrule dailyrun "
    "watchedpage watchtask watchrun",
)
_WRITTEN: Final = _rights("add change", "organization service location collection")
# Terms and synonyms steer every search: whatever is done to them here waits for a second person.
_PROPOSED: Final = _rights("add change delete", "taxonomy taxonomyterm synonymgroup")
# A part of a listing goes with a change of it; a whole listing never does.
_PARTS: Final = _rights(
    "add change delete",
    "organizationidentifier contactroute schedule servicearea serviceatlocation collectionentry",
)
_EDITS: Final = (
    _WRITTEN
    | _PROPOSED
    | _PARTS
    | _rights("add change", "confirmation")
    | _rights("change", "report watchtask")
    | {"resources.add_verification"}
)
_STEPS: Final = {
    "resources.submit_service",
    "resources.withdraw_service",
    "resources.import_service",
}
# What must not come back steers every file: no editor's.
_APPROVES: Final = _rights("add change delete", "suppression") | {
    "resources.publish_service",
    "resources.return_service",
    "resources.export_service",
    "resources.undo_recall",
    "resources.merge_service",
    "resources.set_withdrawalrule",
    "resources.delete_organization",
    "resources.delete_location",
    "resources.delete_collection",
}

_VIEWER: Final = _SEEN
_EDITOR: Final = _VIEWER | _EDITS | _STEPS
_APPROVER: Final = _EDITOR | _APPROVES
RIGHTS: Final[Mapping[Role, frozenset[str]]] = {
    Role.VIEWER: _VIEWER,
    Role.EDITOR: _EDITOR,
    Role.APPROVER: _APPROVER,
    Role.SAFETY_LEAD: _APPROVER | {"resources.recall_service", "resources.decide_danger"},
    Role.ADMINISTRATOR: frozenset({"auth.view_user", "auth.add_user", "auth.change_user"}),
}


def check_step(user: Any, step: str) -> str:
    """Return the reason for which somebody may not take a step; "" when they may."""
    right = STEP_RIGHTS.get(step)
    if right is None:
        return _("There is no such step.")
    return "" if user.has_perm(right) else str(REFUSALS[step])


def can_step(user: Any, step: str) -> bool:
    return not check_step(user, step)
