"""Records of the things that were found, some at a time: the queries do not grow with them."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from resources.api.v1.rendering import Written, json_of
from resources.choices import AddressVisibility
from resources.models import Service, ServiceAtLocation
from resources.models.service import ServiceQuerySet, let_go
from resources.openreferral.organizations import services_run, told_of
from resources.openreferral.places import service_at_location
from resources.openreferral.services import minimal_service, service_in_list, whole_service
from resources.openreferral.values import Addresses, Object
from resources.search import Index
from resources.search.kept_rows import KeptRows

# More rows than this are fetched for once, and do not drive out those that pages keep.
KEPT: Final = 50
# Services of which is kept what was told of them, some 10 kB each.
MOST: Final = 300
TellService = Callable[[Service, datetime, Object, Addresses], Object]


class KeptObject(Written, Object):
    """A record with its JSON, for lists that are joined; others are told with more around it."""

    def __init__(self, told: Object) -> None:
        super().__init__(told)
        self.parts = (json_of(told),)


@dataclass(frozen=True, slots=True)
class Teller:
    """Tells things by their ids at a moment. What is no longer public is left out.

    `keeps` says whether rows that pages keep are used, and others kept: a stream would drive all of
    them out.
    """

    index: Index
    moment: datetime
    addresses: Addresses
    keeps: bool = True

    def services(self, keys: Sequence[UUID]) -> Sequence[Object]:
        with self._rows(keys) as rows:
            return self._told(rows, service_in_list, is_whole=False)

    def whole_services(self, keys: Sequence[UUID]) -> Sequence[Object]:
        with self._whole_rows(keys) as rows:
            return self._told(rows, whole_service, is_whole=True)

    def _told(
        self, rows: Sequence[Service], tell: TellService, *, is_whole: bool
    ) -> Sequence[Object]:
        """Tell rows with who runs them; of rows that are kept what is told is kept for a minute."""
        kept = self._kept()
        told_of: dict[UUID, Object] = {}
        for row in rows:
            known = kept.get((row.pk, self.addresses, is_whole))
            if known is not None and known[0] is row:
                told_of[row.pk] = known[1]
        new = [row for row in rows if row.pk not in told_of]
        run_by = self._told_of({row.organization_id for row in new}, is_whole=is_whole)
        for row in new:
            if row.organization_id in run_by:
                told = tell(row, self.moment, run_by[row.organization_id], self.addresses)
                if row.made is not None:
                    told = KeptObject(told)
                    kept[row.pk, self.addresses, is_whole] = row, told
                told_of[row.pk] = told
        return [told_of[row.pk] for row in rows if row.pk in told_of]

    def _kept(self) -> dict[tuple[UUID, Addresses, bool], tuple[Service, KeptObject]]:
        """Return what was told this minute; where that is very much, nothing is left of it."""
        kept: dict[tuple[UUID, Addresses, bool], tuple[Service, KeptObject]]
        kept = self.index.kept_at(self.moment).setdefault("openreferral told", {})
        if len(kept) >= MOST:
            kept.clear()
        return kept

    def minimal_services(self, keys: Sequence[tuple[UUID, datetime]]) -> list[Object]:
        return [minimal_service(key, changed) for key, changed in keys]

    def visits(self, keys: Sequence[UUID]) -> list[Object]:
        """Tell places to visit with their services, without arrays."""
        rows = self._visits(keys)
        services = self.services([row.service_id for row in rows])
        return self._visited(rows, services, is_whole=False)

    def whole_visits(self, keys: Sequence[UUID]) -> list[Object]:
        """Tell places to visit with their services, and all that is known of both."""
        rows = self._visits(keys)
        services = self.whole_services([row.service_id for row in rows])
        return self._visited(rows, services, is_whole=True)

    def organizations(self, keys: Sequence[UUID]) -> list[Object]:
        return _in_order(keys, self._told_of(keys))

    def whole_organizations(self, keys: Sequence[UUID]) -> list[Object]:
        """Tell organisations with their register numbers and the names of their services."""
        rows = Service.objects.published().filter(organization__in=keys).by_name()
        named: dict[UUID, list[Object]] = {}
        for row in rows.only("id", "name", "status", "organization_id"):
            told = {"id": str(row.pk), "name": row.name, "status": row.status}
            named.setdefault(row.organization_id, []).append(told)
        return self._with_services(keys, named)

    def organizations_with_services(self, keys: Sequence[UUID]) -> list[Object]:
        """Tell organisations with all that is known of their services."""
        run = Service.objects.published().filter(organization__in=keys).by_name()
        whole: dict[UUID, list[Object]] = {}
        with self._whole_rows([*run.values_list("pk", flat=True)]) as rows:
            for row in rows:
                told = whole_service(row, self.moment, {}, self.addresses)
                del told["organization"]
                whole.setdefault(row.organization_id, []).append(told)
        return self._with_services(keys, whole)

    def _with_services(
        self, keys: Sequence[UUID], services: Mapping[UUID, list[Object]]
    ) -> list[Object]:
        told = self._told_of(keys, is_whole=True)
        for key, record in told.items():
            record["services"] = services.get(key, [])
        return _in_order(keys, told)

    def _visited(
        self, rows: Iterable[ServiceAtLocation], services: Iterable[Object], *, is_whole: bool
    ) -> list[Object]:
        by_id = {told["id"]: told for told in services}
        return [
            service_at_location(row, is_whole=is_whole) | {"service": by_id[str(row.service_id)]}
            for row in rows
            if str(row.service_id) in by_id
        ]

    def _visits(self, keys: Sequence[UUID]) -> list[ServiceAtLocation]:
        rows = ServiceAtLocation.objects.select_related("location").filter(
            location__address_visibility=AddressVisibility.FULL,
            service__in=Service.objects.published(),
        )
        found = rows.in_bulk(keys)
        return [found[key] for key in keys if key in found]

    def _rows(self, keys: Sequence[UUID]) -> AbstractContextManager[list[Service]]:
        return self._fetched(keys, self.index.rows, _for_listing)

    def _whole_rows(self, keys: Sequence[UUID]) -> AbstractContextManager[list[Service]]:
        return self._fetched(keys, self.index.whole_rows, _for_detail)

    @contextmanager
    def _fetched(
        self, keys: Sequence[UUID], kept: KeptRows, query: Callable[[], ServiceQuerySet]
    ) -> Iterator[list[Service]]:
        """Give rows with their parts, which are gone afterwards where they are not kept."""
        if self.keeps and len(keys) <= KEPT:
            wanted = {self.index.slots[key]: key for key in keys if key in self.index.slots}
            yield _of(kept.fetch(wanted), wanted)
            return
        found = query().in_bulk(keys)
        yield [found[key] for key in keys if key in found]
        let_go(found.values())

    def _told_of(self, keys: Collection[UUID], *, is_whole: bool = False) -> dict[UUID, Object]:
        if not keys:
            return {}
        runs = services_run(self.index, self.moment)
        return told_of(keys, runs, self.addresses, is_whole=is_whole)


def _for_listing() -> ServiceQuerySet:
    return Service.objects.published().for_listing()


def _for_detail() -> ServiceQuerySet:
    return Service.objects.published().for_detail()


def _of(rows: Mapping[int, Service], wanted: Mapping[int, UUID]) -> list[Service]:
    return [rows[slot] for slot in wanted if slot in rows]


def _in_order(keys: Iterable[UUID], told: Mapping[UUID, Object]) -> list[Object]:
    return [told[key] for key in keys if key in told]
