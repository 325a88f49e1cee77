"""Two programs that others wrote show a list of ours from its pasted address, and nothing else."""

import re
import urllib.request

import pytest
from micawber import Provider, ProviderRegistry

from tests.infrastructure.oembed_reader import read

pytestmark = pytest.mark.browser
LIST = "/lists/first-steps/"
FRAME = re.compile(r'<iframe [^>]*?src="([^"]+)"')


def framed(html: str) -> str:
    """Return what a reader sees in the frame."""
    [address] = FRAME.findall(html)
    with urllib.request.urlopen(address, timeout=30) as page:  # noqa: S310  of our own server
        text: str = page.read().decode()
    return text


@pytest.fixture
def known(address: str) -> ProviderRegistry:
    """Set micawber up as a site does: it asks those of whom it was told, and nobody else."""
    registry = ProviderRegistry()
    lists = re.escape(address) + r"/lists/\S+"
    registry.register(lists, Provider(f"{address}/oembed"))
    return registry


def test_a_pasted_address_becomes_a_frame_of_the_list(
    address: str, known: ProviderRegistry
) -> None:
    post = known.parse_html(f"<p>Call somebody:</p><p>{address}{LIST}</p>")
    assert "116 123" in framed(post)
    # What it could not ask for would stand there as a link.
    assert f'href="{address}{LIST}"' not in post


def test_a_pasted_address_becomes_the_text_of_the_list(address: str) -> None:
    registry = ProviderRegistry()
    registry.register(
        re.escape(address) + r"/lists/\S+", Provider(f"{address}/oembed", html_only="1")
    )
    post = registry.parse_html(f"<p>{address}{LIST}</p>")
    assert 'href="tel:116123"' in post
    assert "data-must-refresh-by" in post
    assert "<iframe" not in post


def test_a_program_finds_by_itself_how_a_list_is_shown(address: str) -> None:
    pages = [address + path for path in (LIST, f"/embed{LIST}")]
    for told in read(*pages).values():
        assert told["method"] == "auto-discovery"
        assert told["type"] == "rich"
        assert "116 123" in framed(told["html"])


def test_a_program_finds_nothing_to_show_of_one_service_or_of_the_front(address: str) -> None:
    pages = [address + path for path in ("/", "/services/")]
    assert {told.get("error") for told in read(*pages).values()} == {"No oEmbed link found"}
