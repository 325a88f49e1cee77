"""The shape of our own JSON. What nobody has told us is null, an empty list or "not_known"."""

from resources.api.v1.serializers.collections import CollectionSerializer
from resources.api.v1.serializers.reference import (
    OrganizationSerializer,
    RegionSerializer,
    TermSerializer,
)
from resources.api.v1.serializers.removed import RemovedSerializer
from resources.api.v1.serializers.services import (
    ServiceDetailSerializer,
    ServiceSerializer,
    ServiceWithPartsSerializer,
    parts_with,
)

__all__ = [
    "CollectionSerializer",
    "OrganizationSerializer",
    "RegionSerializer",
    "RemovedSerializer",
    "ServiceDetailSerializer",
    "ServiceSerializer",
    "ServiceWithPartsSerializer",
    "TermSerializer",
    "parts_with",
]
