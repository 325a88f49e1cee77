"""Words that mean something: shipped phrases, names of terms, and the words that staff keep."""

import pytest

from resources.choices import Channel
from resources.models import SynonymGroup, TaxonomyTerm
from resources.search import current_index, vocabulary
from resources.search.vocabulary import current_thesaurus
from tests.factories import ServiceFactory
from tests.publishing import publish_all

pytestmark = pytest.mark.django_db


def meant(*words: str) -> set[str]:
    """Return the terms that some words mean by themselves, without nearness of meaning."""
    thesaurus = current_thesaurus()
    concepts = thesaurus.concepts(thesaurus.matches(words), "", "")
    return {concept.term for concept in concepts if concept.confidence > 0.4}


def test_a_term_is_meant_by_its_name_and_by_its_synonyms() -> None:
    TaxonomyTerm.objects.filter(slug="counselling").update(name="Zebra", synonyms=["okapi stripes"])
    assert meant("zebra") == {"counselling"}
    assert meant("okapi", "stripes") == {"counselling"}


def test_a_group_that_staff_write_means_what_its_first_means_and_stops_when_switched_off() -> None:
    assert meant("brain", "plumber") == set()
    group = SynonymGroup.objects.create(words=["counselling", "brain plumber"])
    assert meant("brain", "plumber") == meant("counselling") == {"counselling"}
    SynonymGroup.objects.filter(pk=group.pk).update(is_used=False)
    assert meant("brain", "plumber") == set()


def test_a_group_whose_first_means_nothing_means_nothing() -> None:
    SynonymGroup.objects.create(words=["quokka", "brain plumber"])
    assert meant("brain", "plumber") == set()


def test_one_phrase_of_two_terms_means_both() -> None:
    for slug in ("counselling", "housing"):
        TaxonomyTerm.objects.filter(slug=slug).update(synonyms=["zebra stripes"])
    assert meant("zebra", "stripes") == {"counselling", "housing"}


def test_a_phrase_of_a_term_that_is_not_there_means_nothing() -> None:
    known = {term for phrase in current_thesaurus().phrases for term in phrase.terms}
    slugs = TaxonomyTerm.objects.values_list("slug", flat=True)
    assert known <= {*slugs, *Channel.values}
    TaxonomyTerm.objects.filter(slug="pets").delete()
    assert all("pets" not in phrase.terms for phrase in current_thesaurus().phrases)


def test_the_words_are_built_again_only_when_their_rows_have_changed() -> None:
    first = current_thesaurus()
    ServiceFactory.make(name="Quagga")
    publish_all()
    assert current_thesaurus() is first
    assert current_index().lexicon.thesaurus is first
    assert "quagga" in current_index().lexicon.vocabulary
    SynonymGroup.objects.create(words=["counselling", "brain plumber"])
    assert current_thesaurus() is not first
    vocabulary._thesaurus.cache_clear()
