"""What the product is made of is known and may be handed on; "safe" is said after a look."""

import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.supply import audit, sbom
from tests.supply.locked import TO_RUN, TO_TEST, Locked, locked

NOW = datetime(2026, 11, 28, tzinfo=UTC)
DJANGO = Locked("django", "5.2.3", "", ())


def advisory(**changes: Any) -> dict[str, Any]:
    events = [{"introduced": "5.0"}, {"fixed": "5.2.4"}]
    return {
        "id": "PYSEC-1",
        "modified": "2026-11-20T00:00:00Z",
        "affected": [
            {
                "package": {"ecosystem": "PyPI", "name": "Django"},
                "ranges": [{"type": "ECOSYSTEM", "events": events}],
            }
        ],
        **changes,
    }


def test_every_locked_package_has_a_version_and_a_digest() -> None:
    for file in (TO_RUN, TO_TEST):
        pins = [line for line in file.read_text().splitlines() if "==" in line.partition(" ")[0]]
        found = locked(file)
        assert len(found) == len(pins) > 30
        assert all(one.hashes for one in found)


@pytest.mark.parametrize(
    ("version", "is_found"),
    [("4.2", False), ("5.0", True), ("5.2.3", True), ("5.2.4", False), ("5.10", False)],
)
def test_a_version_within_a_range_is_found_and_no_other(version: str, is_found: bool) -> None:
    found = audit.audit([Locked("django", version, "", ())], [advisory()], NOW)
    assert bool(found) is is_found


def test_a_version_that_is_named_is_found_and_one_that_was_taken_back_is_not() -> None:
    named = advisory(
        affected=[{"package": {"ecosystem": "PyPI", "name": "django"}, "versions": ["5.2.3"]}]
    )
    assert [str(one) for one in audit.audit([DJANGO], [named], NOW)] == ["django 5.2.3: PYSEC-1"]
    named["withdrawn"] = "2026-11-21T00:00:00Z"
    assert audit.audit([DJANGO], [named], NOW) == []


def test_the_last_version_of_a_range_belongs_to_it() -> None:
    known = advisory()
    known["affected"][0]["ranges"][0]["events"] = [{"introduced": "0"}, {"last_affected": "5.2.3"}]
    assert audit.audit([DJANGO], [known], NOW)
    assert not audit.audit([Locked("django", "5.2.4", "", ())], [known], NOW)


def test_without_a_list_it_says_that_nothing_was_audited(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    empty, old = tmp_path / "empty.zip", tmp_path / "old.zip"
    empty.write_bytes(b"")
    with zipfile.ZipFile(old, "w") as archive:
        archive.writestr("a.json", json.dumps(advisory(modified="2021-07-17T00:00:00Z")))
    for given in ([], [str(tmp_path / "none.zip")], [str(empty)], [str(old)]):
        assert audit.main(given) == 1
        told = capsys.readouterr()
        assert told.err.startswith("NOT AUDITED")
        assert told.out == ""


def test_the_bill_names_every_package_to_run_with_a_licence_that_fits(tmp_path: Path) -> None:
    file = tmp_path / "sbom.json"
    assert sbom.main([str(file)]) == 0
    bill = json.loads(file.read_text())
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    named = {one["purl"] for one in bill["components"]}
    assert named == {one.purl for one in sbom.needed_here(locked(TO_RUN))}
    assert all(one["licenses"][0]["expression"] for one in bill["components"])
    assert set(bill["dependencies"][0]["dependsOn"]) == named


@pytest.mark.parametrize(
    ("licence", "fits"),
    [
        ("MIT", True),
        ("Apache-2.0 OR BSD-3-Clause", True),
        ("GPL-2.0-only OR MIT", True),
        ("MIT AND GPL-2.0-only", False),
        ("(MIT OR SSPL-1.0) AND PSF-2.0", True),
        ("SSPL-1.0", False),
        ("", False),
    ],
)
def test_a_licence_fits_if_all_of_it_does(licence: str, fits: bool) -> None:
    assert sbom.is_allowed(licence) is fits


def test_a_package_that_is_not_the_locked_one_stops_the_bill() -> None:
    with pytest.raises(sbom.LicenceError, match="locked"):
        sbom.checked([DJANGO])
