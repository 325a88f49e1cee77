"""A search keeps nothing: from the form, whole, broken or with a file, to the page of a service."""

import logging
import re
from io import StringIO
from tempfile import NamedTemporaryFile
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.factories import ServiceFactory
from tests.privacy.asking import FORM
from tests.privacy.watching import SENT, WORD, files_written, nothing_kept, stored

SENTENCE = f"{WORD} near Leeds"
SEARCHES: list[dict[str, Any]] = [
    {"place": WORD},
    {"place": SENTENCE, "words": WORD},
    {"place": "LS1 4AP", "words": f"help with {WORD}"},
    {"place": "Newport", "words": WORD},
    {"region": WORD, "type": [WORD, "helpline"], WORD: WORD},
    {"place": WORD * 500, "words": WORD * 500},
    {"place": f"{WORD}\x00", "words": f"\x00{WORD}"},
]


@pytest.mark.proves("SAFETY 2.3")
@pytest.mark.parametrize("form", SEARCHES, ids=str)
def test_a_whole_search_leaves_nothing_from_the_form_to_the_page_of_a_service(
    visitor: Client, log: StringIO, capfd: pytest.CaptureFixture[str], form: dict[str, Any]
) -> None:
    ServiceFactory.make(name="In Leeds", areas=["leeds"])
    with nothing_kept(log, capfd):
        answer = visitor.post("/find", form, headers=SENT)
        assert WORD not in str(answer.headers).lower()
        page = visitor.get(answer["Location"], headers=SENT)
        assert (answer.status_code, page.status_code) == (303, 200)
        links = re.findall(r'href="(/(?:r|services)/[^"]+)"', page.content.decode())
        assert links
        for link in links:
            opened = visitor.get(link.replace("&amp;", "&"), headers=SENT)
            assert opened.status_code == 200
            assert WORD not in link
            assert WORD not in str(opened.headers).lower()
            # The answer to a search says what was asked; no page that it leads to does.
            if not link.startswith("/r/"):
                assert WORD not in opened.content.decode().lower()


@pytest.mark.proves("SAFETY 2.2")
def test_a_postcode_and_a_place_are_found_nowhere_afterwards(
    visitor: Client, log: StringIO, capfd: pytest.CaptureFixture[str]
) -> None:
    """Real ones, understood: what is kept of them is the area, in the encrypted address alone."""
    for typed in ("LS1 4AP", "ls14ap", "Otley"):
        with files_written() as files:
            answer = visitor.post("/find", {"place": typed})
            assert visitor.get(answer["Location"]).status_code == 200
        kept = log.getvalue() + "".join(capfd.readouterr())
        assert files == []
        assert typed.lower() not in (kept + answer["Location"]).lower()
        assert typed.lower() not in str(vars(cache)).lower()


@pytest.mark.proves("SAFETY 2.3")
@pytest.mark.parametrize("size", [100, 3_000_000, 12_000_000])
def test_a_file_that_somebody_sends_is_refused_and_written_nowhere(
    visitor: Client, log: StringIO, capfd: pytest.CaptureFixture[str], size: int
) -> None:
    file = SimpleUploadedFile(f"{WORD}.txt", (WORD * (size // len(WORD))).encode())
    with nothing_kept(log, capfd):
        response = visitor.post("/find", {"place": WORD, "file": file}, headers=SENT)
    assert response.status_code == 400
    assert WORD not in response.content.decode()


@pytest.mark.proves("SAFETY 5.1")
def test_a_file_written_meanwhile_would_be_found(
    log: StringIO, capfd: pytest.CaptureFixture[str], db: None
) -> None:
    with files_written() as files, NamedTemporaryFile() as file:
        file.write(WORD.encode())
    assert file.name in files
    with pytest.raises(AssertionError), nothing_kept(log, capfd):
        ServiceFactory.make(name="Any")
    with pytest.raises(AssertionError), nothing_kept(log, capfd):
        logging.getLogger("directory.requests").info(WORD)


def test_a_word_in_any_table_or_cache_would_be_found(db: None) -> None:
    assert WORD not in stored()
    ServiceFactory.make(summary=f"For {WORD}.")
    assert WORD in stored()


def test_a_word_in_the_cache_would_be_found(db: None) -> None:
    cache.set("search", WORD)
    assert "search" in stored()
    cache.clear()
    assert WORD not in stored()


def test_a_form_that_cannot_be_read_leaves_nothing(
    visitor: Client, log: StringIO, capfd: pytest.CaptureFixture[str]
) -> None:
    kind = f"multipart/form-data; boundary={WORD}é"
    with nothing_kept(log, capfd):
        response = visitor.generic("POST", "/find", WORD, kind, headers=SENT)
    assert response.status_code == 400


@pytest.mark.parametrize(
    "body",
    [
        WORD,
        f"--x\r\n{WORD}",
        f'--x\r\nContent-Disposition: form-data; name="{WORD}"\r\n\r\n{WORD}',
        f"--x\r\nContent-Disposition: {WORD}\r\n\r\n{WORD}\r\n--x--",
        f'--x\r\nContent-Disposition: form-data; name="a"; filename="{WORD}"\r\n\r\n{WORD}',
        f'--x\r\nContent-Disposition: form-data; name="a"\r\nContent-Transfer-Encoding: base64'
        f"\r\n\r\n{WORD}!\r\n--x--",
    ],
    ids=repr,
)
def test_a_form_in_broken_parts_leaves_nothing(
    visitor: Client, log: StringIO, capfd: pytest.CaptureFixture[str], body: str
) -> None:
    with nothing_kept(log, capfd):
        kind = "multipart/form-data; boundary=x"
        response = visitor.generic("POST", "/find", body, kind, headers=SENT)
    assert response.status_code in {303, 400}


def test_a_form_of_many_fields_leaves_nothing(
    visitor: Client, log: StringIO, capfd: pytest.CaptureFixture[str]
) -> None:
    form = "&".join(f"{WORD}{number}={WORD}" for number in range(2_000))
    with nothing_kept(log, capfd):
        response = visitor.generic("POST", "/find", form, FORM)
    assert response.status_code == 400
