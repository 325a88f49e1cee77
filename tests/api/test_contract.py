"""The API keeps what its description says, whatever a program asks (schemathesis, in-process)."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from django.test import Client
from hypothesis import HealthCheck, settings
from schemathesis.core.failures import FailureGroup
from schemathesis.generation.hypothesis.builder import (
    HypothesisTestConfig,
    HypothesisTestMode,
    create_test,
)

from resources.language.text import typed_tokens

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shipped_once")]
# Values of lists that change with the data: the description says where they are listed.
LISTED = {"/api/v1/regions/": ("code", "slug"), "/api/v1/terms/": ("slug", "code")}


def _values(client: Client, address: str, name: str) -> list[str]:
    """Return the values that a program reads in a list before it asks."""
    rows = client.get(address, {"page_size": "500"}).json()["results"]
    taxonomy = {"by_and_for": "by-and-for"}.get(name, name)
    some = [row for row in rows if row.get("taxonomy") in {None, taxonomy}]
    return sorted({row[key] for row in some for key in LISTED[address]})


@pytest.fixture
def contract(client: Client) -> Any:
    """The description, with the values of open lists in it, as a program knows them."""
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


@schemathesis.hook
def filter_query(context: Any, query: dict[str, Any] | None) -> bool:
    """Leave out words without a word: which signs are one is a matter of language, not of form."""
    words = (query or {}).get("words")
    return words is None or not isinstance(words, str) or bool(typed_tokens(words))


def _failures(contract: Any, examples: int) -> tuple[int, set[str]]:
    """Ask each address in every way there is; return how often, and what was not as described."""
    asked, failures = 0, set()

    def ask(case: Any) -> None:
        nonlocal asked
        asked += 1
        try:
            case.call_and_validate(headers={"Accept-Encoding": "identity"})
        except FailureGroup as group:
            # Kept, so that one failure hides no other.
            failures.update(f"{case.as_curl_command()}: {one}" for one in group.exceptions)

    how = settings(
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


def test_every_answer_is_as_described(contract: Any) -> None:
    asked, failures = _failures(contract, 10)
    print(asked, len(failures))
    for f in failures:
        print(f)
    assert not failures
