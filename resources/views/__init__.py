"""The pages. Each view asks one question of the models and hands presenters to a template.

The view is the outermost caller: it reads the clock, once, and passes the moment on.
"""

from resources.views.confirming import confirm, confirm_again, confirm_sent
from resources.views.explaining import (
    about,
    accessibility,
    kinds_of_help,
    privacy,
    promises,
    safety,
)
from resources.views.mistakes import mistake, mistake_again, mistake_sent
from resources.views.pages import (
    area,
    collection_detail,
    home,
    organization_detail,
    service_detail,
    service_list,
)
from resources.views.search import find, results

__all__ = [
    "about",
    "accessibility",
    "area",
    "collection_detail",
    "confirm",
    "confirm_again",
    "confirm_sent",
    "find",
    "home",
    "kinds_of_help",
    "mistake",
    "mistake_again",
    "mistake_sent",
    "organization_detail",
    "privacy",
    "promises",
    "results",
    "safety",
    "service_detail",
    "service_list",
]
