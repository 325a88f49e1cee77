"""Who may bring listings in a spreadsheet, and who may take them."""

from typing import Any, Final

from django.http import HttpRequest

IMPORT: Final = "resources.import_service"
EXPORT: Final = "resources.export_service"
SEE: Final = "resources.view_service"


def sheet_rights(request: HttpRequest) -> dict[str, bool]:
    """Return what a person may do with spreadsheets."""
    user: Any = request.user
    may_see = user.has_perm(SEE)
    return {
        "may_import": may_see and user.has_perm(IMPORT),
        "may_export": may_see and user.has_perm(EXPORT),
    }
