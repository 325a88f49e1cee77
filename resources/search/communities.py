"""Which community a service is of, and which one a text speaks of.

A service of one community is no answer to somebody who speaks of another: the scheme of a church
for who was hurt among Jehovah's Witnesses. Where a text speaks of none, nothing is said by this.
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from resources.language import ParsedQuery
from resources.language.text import word_set, words_of
from resources.search.entry import Entry

# The words by which the names of services tell a community, and those by which people do.
COMMUNITIES: Final[Mapping[str, tuple[frozenset[str], frozenset[str]]]] = MappingProxyType(
    {
        "christians": (
            word_set("church churches catholic anglican methodist diocese diocesan"),
            word_set(
                """
                church churches vicar priest priests pastor parish bishop nun nuns convent catholic
                anglican methodist christian christians altar curate deacon choirboy sacristy
                """
            ),
        ),
        "jehovahs witnesses": (word_set("jehovah jehovahs"), word_set("jehovah jehovahs jw")),
        "jews": (
            word_set("jewish jews"),
            word_set(
                """
                jewish jew jews frum rabbi rabbis shul synagogue haredi charedi yeshiva shabbat
                shabbos rebbe rebbetzin
                """
            ),
        ),
        "muslims": (
            word_set("muslim muslims islamic"),
            word_set(
                """
                muslim muslims mosque masjid imam eid ramadan islam islamic hijab niqab madrasa
                madrassa mufti nikah
                """
            ),
        ),
        "sikhs": (word_set("sikh sikhs"), word_set("sikh sikhs gurdwara gurudwara granthi")),
        "travellers": (
            word_set("traveller travellers gypsy gypsies roma"),
            word_set("traveller travellers gypsy gypsies romany roma gavvers"),
        ),
    }
)
_HALLS: Final = "kingdom hall"


def communities_of(entry: Entry) -> Iterator[str]:
    """Yield the communities of a service: by its name, or the summary of one of faith."""
    told = f"{entry.name} {entry.summary}" if entry.carries("audience", "faith") else entry.name
    words = words_of(told)
    yield from (name for name, (names, _said) in COMMUNITIES.items() if not names.isdisjoint(words))


def of_others(text: ParsedQuery) -> Iterator[str]:
    """Yield the communities of which a text does not speak, where it speaks of one."""
    spoken = set(text.spoken)
    spoken |= {"jehovahs"} if _HALLS in " ".join(text.spoken) else set()
    meant = {name for name, (_names, said) in COMMUNITIES.items() if not said.isdisjoint(spoken)}
    yield from (name for name in COMMUNITIES if meant and name not in meant)
