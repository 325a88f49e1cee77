"""The staff area: one file for each family of models. Curation goes through `workflow`."""

from resources.admin import (
    collection,
    confirming,
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
    workflow,
)

__all__ = [
    "collection",
    "confirming",
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
    "workflow",
]
