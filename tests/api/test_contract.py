"""The API keeps what its description says, whatever a program asks (schemathesis, in-process)."""

from typing import Any

import pytest
import schemathesis
from django.conf import LazySettings
from django.core.wsgi import get_wsgi_application
from django.test import Client
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from schemathesis.core.failures import FailureGroup
from schemathesis.generation.hypothesis.builder import (
    HypothesisTestConfig,
    HypothesisTestMode,
    create_test,
)
from schemathesis.specs.openapi.checks import positive_data_acceptance

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shipped_once")]
# Values of lists that change with the data: the description says where they are listed.
LISTED = {"/api/v1/regions/": ("code", "slug"), "/api/v1/terms/": ("slug", "code")}
# Of each list: one by one, each of them would ask for the same again.
SOME = 6


def _values(client: Client, address: str, name: str) -> list[str]:
    """Return values that a program reads in a list before it asks."""
    rows = client.get(address, {"page_size": "500"}).json()["results"]
    taxonomy = {"by_and_for": "by-and-for"}.get(name, name)
    some = [row for row in rows if row.get("taxonomy") in {None, taxonomy}]
    values = sorted({row[key] for row in some for key in LISTED[address]})
    return values[:: max(1, len(values) // SOME)]


@pytest.fixture
def contract(client: Client, settings: LazySettings) -> Any:
    """The description, with values of open lists in it, as a program knows them."""
    settings.API_REQUESTS_A_MINUTE = 1_000_000
    raw = client.get("/api/v1/schema/").json()
    for operations in raw["paths"].values():
        for parameter in operations["get"]["parameters"]:
            schema = parameter["schema"].get("items", parameter["schema"])
            address = schema.pop("x-values-from", None)
            if address:
                del schema["pattern"]
                schema["enum"] = _values(client, address, parameter["name"])
    schema = schemathesis.openapi.from_dict(raw)
    schema.app = get_wsgi_application()
    return schema


def _needless(response: Any) -> list[Any]:
    """Return the check that says nothing here: which text holds a word is no matter of form."""
    errors = response.json().get("errors", ()) if response.status_code == 400 else ()
    is_words = {error["parameter"] for error in errors} == {"words"}
    return [positive_data_acceptance] if is_words else []


def _failures(contract: Any, examples: int) -> tuple[int, set[str]]:
    """Ask each address in every way there is; return how often, and what was not as described."""
    asked = 0
    failures: set[str] = set()

    def ask(case: Any) -> None:
        nonlocal asked
        asked += 1
        response = case.call(headers={"Accept-Encoding": "identity"})
        try:
            case.validate_response(response, excluded_checks=_needless(response))
        except FailureGroup as group:
            # Kept, so that one failure hides no other.
            failures.update(f"{case.as_curl_command()}: {one}" for one in group.exceptions)

    how = hypothesis_settings(
        max_examples=examples,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    for result in contract.get_all_operations():
        modes = list(HypothesisTestMode)
        config = HypothesisTestConfig(project=contract.config, modes=modes, settings=how)
        create_test(operation=result.ok(), test_func=ask, config=config)()
    return asked, failures


@pytest.mark.long
@pytest.mark.parametrize("examples", [10, pytest.param(2000, marks=pytest.mark.endurance)])
def test_every_answer_is_as_described(contract: Any, examples: int) -> None:
    asked, failures = _failures(contract, examples)
    assert not failures, "\n".join(sorted(failures)[:10])
    assert asked > examples
