"""A report keeps its ticks, its words and its day: nothing of its sender, and it is never shown."""

import re
from io import StringIO

import pytest
from django.test import Client
from django.utils import timezone

from resources.choices import ReportKind
from resources.curation.reports import receive
from resources.models import Report, Service
from tests.privacy.asking import CODE, OPENED, ROUTES, Exchange, ask
from tests.privacy.watching import SENT, WORD, files_written, stored

FORM = ROUTES["mistake"]

REVISION = re.compile(rb'"revision":[0-9]+')


@pytest.mark.proves("SAFETY 2.1", "SAFETY 2.3")
def test_a_report_keeps_nothing_of_its_sender(
    visitor: Client, log: StringIO, capfd: pytest.CaptureFixture[str]
) -> None:
    with files_written() as files:
        answer = visitor.post(
            f"{FORM}?{WORD}={WORD}",
            {"kind": ["felt_unsafe", WORD], "words": "Nobody came.", WORD: WORD},
            headers=SENT,
            REMOTE_ADDR=f"2001:db8::{WORD}",
            REMOTE_HOST=WORD,
        )
        assert answer.status_code == 303
        assert visitor.get(answer["Location"], headers=SENT).status_code == 200
    assert files == []
    assert not answer.cookies
    assert WORD not in str(answer.headers).lower()
    assert WORD not in (log.getvalue() + "".join(capfd.readouterr())).lower()
    assert WORD not in stored()
    report = Report.objects.get()
    moment = timezone.localtime()
    # The day, and no hour or minute.
    assert f"{moment:%H:%M}" not in str(Report.objects.values().get())
    assert report.received_on == moment.date()


@pytest.mark.proves("SAFETY 2.3")
def test_the_words_of_a_report_stand_in_its_row_alone(
    visitor: Client, log: StringIO, capfd: pytest.CaptureFixture[str]
) -> None:
    answer = visitor.post(FORM, {"kind": "hours_wrong", "words": WORD})
    assert answer["Location"] == f"{FORM}sent/"
    assert WORD not in (log.getvalue() + "".join(capfd.readouterr())).lower()
    assert stored().count(WORD) == 1


@pytest.mark.proves("SAFETY 2.3")
def test_a_form_that_comes_back_with_its_words_keeps_none_of_them(
    visitor: Client, log: StringIO, capfd: pytest.CaptureFixture[str]
) -> None:
    address = visitor.post(FORM, {"words": WORD * 30})["Location"]
    assert WORD * 30 in visitor.get(address).content.decode()
    assert WORD not in (address + log.getvalue() + "".join(capfd.readouterr())).lower()
    assert WORD not in stored()


@pytest.mark.parametrize("exchange", OPENED, ids=str)
def test_no_page_and_no_answer_of_the_interface_shows_a_report(
    visitor: Client, exchange: Exchange
) -> None:
    before = ask(visitor, exchange).getvalue()
    service = Service.objects.get(code=CODE)
    for kind in ReportKind:
        receive(service, [kind], f"{WORD} {kind.value}", timezone.localdate())
    after = ask(visitor, exchange).getvalue()
    assert WORD not in after.decode(errors="replace").lower()
    if exchange.address.startswith("/api/"):
        # The listing's own page says publicly that somebody reported a problem: that is a change.
        assert REVISION.sub(b"", after) == REVISION.sub(b"", before)
