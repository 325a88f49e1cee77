"""The staff area: one file for each family of models. Curation goes through `workflow`."""

from resources.admin import (
    collection,
    contact,
    history,
    location,
    organization,
    proposals,
    region,
    report,
    search,
    service,
    suppression,
    taxonomy,
    verification,
    watch,
    workflow,
)

__all__ = [
    "collection",
    "contact",
    "history",
    "location",
    "organization",
    "proposals",
    "region",
    "report",
    "search",
    "service",
    "suppression",
    "taxonomy",
    "verification",
    "watch",
    "workflow",
]
