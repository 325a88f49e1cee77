"""What single values of a listings file may look like."""

from typing import Annotated

from pydantic import AfterValidator, Field, HttpUrl, StringConstraints

from resources.choices import LANGUAGE_NAMES
from resources.regions import find_region
from resources.validators import CODE_PATTERN

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Code = Annotated[str, StringConstraints(pattern=f"^{CODE_PATTERN}$")]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
Clock = Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]


def _web_address(value: str) -> str:
    """Accept an http or https address and keep it as it was written."""
    HttpUrl(value)
    return value


def _region_slug(value: str) -> str:
    if find_region(value) is None:
        raise ValueError(f"no area has the slug {value!r}")
    return value


def _language(value: str) -> str:
    if value not in LANGUAGE_NAMES:
        raise ValueError(f"no language has the code {value!r}")
    return value


Age = Annotated[int, Field(ge=0, le=120)]
WebAddress = Annotated[str, AfterValidator(_web_address)]
RegionSlug = Annotated[str, AfterValidator(_region_slug)]
Language = Annotated[str, AfterValidator(_language)]
