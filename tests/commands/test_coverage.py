"""The shipped listings leave no gap that is not known, and the table of it is as they are."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from resources.models import Service, publish_revision
from tests.domain.house import ROOT

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.one_engine,
    pytest.mark.usefixtures("shipped_once"),
]


def test_every_gap_is_listed_none_is_over_and_no_nation_has_lost_what_it_must_have() -> None:
    out = StringIO()
    call_command("coverage", stdout=out)
    assert "all of them listed; no nation has lost what it must have." in out.getvalue()


def test_the_table_in_the_documentation_is_the_one_that_the_command_writes(tmp_path: Path) -> None:
    written = tmp_path / "coverage.md"
    call_command("coverage", write=written, stdout=StringIO())
    kept = (ROOT / "docs" / "coverage.md").read_text(encoding="utf-8")
    assert written.read_text(encoding="utf-8") == kept, "make coverage"


@pytest.mark.parametrize(
    ("slug", "lost"),
    [
        ("live-fear-free-helpline", "A way to a refuge (Men) in wales"),
        (
            "domestic-and-sexual-abuse-helpline-northern-ireland",
            "Someone to talk to about abuse (Women) in northern-ireland, by a service of its own",
        ),
    ],
)
def test_the_loss_of_a_nations_line_is_noticed(slug: str, lost: str) -> None:
    gone = Service.objects.get(slug=slug)
    gone.contacts.filter(channel__in=("phone", "text", "webchat")).delete()
    publish_revision(Service.objects.filter(pk=gone.pk))
    told = StringIO()
    with pytest.raises(CommandError, match="faults in the coverage"):
        call_command("coverage", stdout=StringIO(), stderr=told)
    assert f"Lost: {lost}" in told.getvalue()
