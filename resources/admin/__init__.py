"""The staff area: one file for each family of models. Curation goes through `workflow`."""

from resources.admin import (
    collection,
    contact,
    due,
    history,
    location,
    organization,
    proposals,
    region,
    report,
    rules,
    search,
    service,
    suppression,
    taxonomy,
    verification,
    workflow,
)

__all__ = [
    "collection",
    "contact",
    "due",
    "history",
    "location",
    "organization",
    "proposals",
    "region",
    "report",
    "rules",
    "search",
    "service",
    "suppression",
    "taxonomy",
    "verification",
    "workflow",
]
