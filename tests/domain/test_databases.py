"""What asks a database is tried with both engines, and what does not cannot reach one."""

import pytest

from resources.models import Region


def is_marked(request: pytest.FixtureRequest) -> bool:
    """Tell whether a second engine is tried with a test."""
    return request.node.get_closest_marker("database") is not None


def test_who_asks_for_the_database_is_marked(db: None, request: pytest.FixtureRequest) -> None:
    assert is_marked(request)
    assert Region.objects.exists()


def test_who_asks_for_rows_of_a_module_is_marked(
    django_db_setup: None, request: pytest.FixtureRequest
) -> None:
    assert is_marked(request)


@pytest.mark.django_db
def test_who_says_so_is_marked(request: pytest.FixtureRequest) -> None:
    assert is_marked(request)
    assert Region.objects.exists()


def test_who_does_not_reaches_none(request: pytest.FixtureRequest) -> None:
    assert not is_marked(request)
    with pytest.raises(RuntimeError, match="Database access not allowed"):
        Region.objects.exists()
