"""The models. This package is the only import path: `from resources.models import Service`."""

from resources.models.change import Change
from resources.models.collection import Collection, CollectionEntry
from resources.models.confirmation import Confirmation, ProviderChange
from resources.models.contact import ContactRoute
from resources.models.daily import DailyRun
from resources.models.due import DueFact
from resources.models.lapse import Lapse, WithdrawalRule
from resources.models.location import Location, ServiceAtLocation
from resources.models.organization import Organization, OrganizationIdentifier
from resources.models.places import PlaceTables, current_tables
from resources.models.proposal import (
    Proposal,
    ProposalRevision,
    ProposedPlace,
    RecordProposal,
    RecordRevision,
)
from resources.models.public_key import public_key
from resources.models.published_record import PublishedRecord, publish_revision, publish_untold
from resources.models.recall import Recall
from resources.models.region import Region, ServiceArea
from resources.models.report import Report
from resources.models.revision import DataRevision, analyze_tables
from resources.models.schedule import Schedule
from resources.models.service import Service
from resources.models.snapshot import Snapshot, SnapshotPlace
from resources.models.suppression import Suppression
from resources.models.synonyms import SynonymGroup
from resources.models.taxonomy import Taxonomy, TaxonomyTerm, TermInUseError
from resources.models.verification import HALF_LIVES, Verification, is_old
from resources.models.watch import WatchedPage, WatchRun, WatchTask
from resources.models.workflow import AppendOnlyError, Review, Tombstone

__all__ = [
    "HALF_LIVES",
    "AppendOnlyError",
    "Change",
    "Collection",
    "CollectionEntry",
    "Confirmation",
    "ContactRoute",
    "DailyRun",
    "DataRevision",
    "DueFact",
    "Lapse",
    "Location",
    "Organization",
    "OrganizationIdentifier",
    "PlaceTables",
    "Proposal",
    "ProposalRevision",
    "ProposedPlace",
    "ProviderChange",
    "PublishedRecord",
    "Recall",
    "RecordProposal",
    "RecordRevision",
    "Region",
    "Report",
    "Review",
    "Schedule",
    "Service",
    "ServiceArea",
    "ServiceAtLocation",
    "Snapshot",
    "SnapshotPlace",
    "Suppression",
    "SynonymGroup",
    "Taxonomy",
    "TaxonomyTerm",
    "TermInUseError",
    "Tombstone",
    "Verification",
    "WatchRun",
    "WatchTask",
    "WatchedPage",
    "WithdrawalRule",
    "analyze_tables",
    "current_tables",
    "is_old",
    "public_key",
    "publish_revision",
    "publish_untold",
]
