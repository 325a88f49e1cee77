"""A small cast of words: a few phrases of our own, so that the shipped ones may change."""

from resources.language import Lexicon, Phrase, Thesaurus, Words

PHRASES = (
    Phrase("cannot sleep at night", ("emotional-wellbeing",)),
    Phrase("he controls my money", ("domestic-abuse",)),
    Phrase("somewhere safe to stay", ("housing",)),
    Phrase("counselling", ("counselling",)),
    Phrase("hurt as a kid", ("child-sexual-abuse",)),
    Phrase("my son takes drugs", ("addiction", "children")),
    # Everyday words alone.
    Phrase("my partner", ("women",)),
    Phrase("the house", ("helpline",)),
    # In other languages: shelter, who will help me, and a word that is English as well.
    Phrase("پناہ گاہ", ("housing",), "ur"),
    Phrase("kto mi pomoże", ("helpline",), "pl"),
    Phrase("আমাকে মারে", ("domestic-abuse",), "bn"),
    Phrase("gdzie jest pan", ("legal",), "pl"),
)
# Words that stand in many phrases tell little: there have to be phrases in which these do not.
OTHERS = tuple(
    Phrase(f"{first} {second}", ("legal",))
    for first in ("alder", "birch", "cedar", "elm", "fir", "gorse", "hazel", "ivy", "larch", "oak")
    for second in ("anvil", "bellows", "chisel", "drill", "easel", "file", "gauge", "iron", "jig")
)
THESAURUS = Thesaurus((*PHRASES, *OTHERS))
LEXICON = Lexicon(
    THESAURUS, Words(THESAURUS.vocabulary | {"samaritans", "womens", "aid", "galop"}), "GB"
)
