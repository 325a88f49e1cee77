"""Records of the things that were found, some at a time: the queries do not grow with them."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

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

    def services(self, keys: Sequence[UUID]) -> list[Object]:
        with self._rows(keys) as rows:
            run_by = self._run_by(rows)
            return [
                service_in_list(row, self.moment, run_by[row.organization_id], self.addresses)
                for row in rows
                if row.organization_id in run_by
            ]

    def whole_services(self, keys: Sequence[UUID]) -> list[Object]:
        with self._whole_rows(keys) as rows:
            run_by = self._run_by(rows, is_whole=True)
            return [
                whole_service(row, self.moment, run_by[row.organization_id], self.addresses)
                for row in rows
                if row.organization_id in run_by
            ]

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
        return self._fetched(keys, self.index.rows, Service.objects.published().for_listing())

    def _whole_rows(self, keys: Sequence[UUID]) -> AbstractContextManager[list[Service]]:
        return self._fetched(keys, self.index.whole_rows, Service.objects.published().for_detail())

    @contextmanager
    def _fetched(
        self, keys: Sequence[UUID], kept: KeptRows, query: ServiceQuerySet
    ) -> Iterator[list[Service]]:
        """Give rows with their parts, which are gone afterwards where they are not kept."""
        if self.keeps and len(keys) <= KEPT:
            wanted = {self.index.slots[key]: key for key in keys if key in self.index.slots}
            yield _of(kept.fetch(wanted), wanted)
            return
        found = query.in_bulk(keys)
        yield [found[key] for key in keys if key in found]
        let_go(found.values())

    def _run_by(self, rows: Iterable[Service], *, is_whole: bool = False) -> Mapping[UUID, Object]:
        return self._told_of({row.organization_id for row in rows}, is_whole=is_whole)

    def _told_of(self, keys: Collection[UUID], *, is_whole: bool = False) -> dict[UUID, Object]:
        runs = services_run(self.index, self.moment)
        return told_of(keys, runs, self.addresses, is_whole=is_whole)


def _of(rows: Mapping[int, Service], wanted: Mapping[int, UUID]) -> list[Service]:
    return [rows[slot] for slot in wanted if slot in rows]


def _in_order(keys: Iterable[UUID], told: Mapping[UUID, Object]) -> list[Object]:
    return [told[key] for key in keys if key in told]
