"""Names of places that are ordinary words or first names too, when they are in a sentence.

They are left alone in a field for places, where nothing else can be meant.
"""

from typing import Final


def _listed(text: str) -> frozenset[str]:
    """Return the names of a list that is written with semicolons and blanks."""
    return frozenset(" ".join(name.split()) for name in text.split(";"))


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# After these words a name is a place even where it is an ordinary word too: "near Sandwich".
LEADS: Final = _words("around at from in near nearby nr")

# No place even then: "in church", "my mother in law", "from over the road".
NEVER: Final = _words(
    """
    banks battle bridge bugle church coven cults dingle dollar eye forth grain
    healing hermitage hillside hope hunts law locking mere mon over pant par plains pool rake
    redding rock rode saline seaview send settle shaw stock stone street tarn trinity tumble
    valley wing wool
    """
) | _listed(
    """
    church street; park street; cross hands; how wood; second city; silver end; south down; st john;
    st just; st martin; steel city; the glens; the met; the smoke; the toon; town row; west bay
    """
)

# Places only after one of LEADS.
ORDINARY: Final = _words(
    """
    abram alba alexandria alva amble archway armitage arne arnold ash aston barbican barnes barra
    barry beds beer belmont benson bentley berkeley borders bourne bow brampton brandon bream
    broadwater broadway brompton brooke brough capel castor caton chard cheddar
    churchill clare coates connor cosby cove cowie crick croft crofton crook cullen cunningham
    currie deal denny diss donnie donny douglas downside duns eastwood eden errol fallin
    featherstone felling fleet flint fordham freshwater goring gotham greenfield grove hadley
    hale hampton hart headstone hilton holloway hoo hook horton hurst iona iver johnston
    johnstone keith kenton kimberley kingsley lakeland lee leek lees leslie loftus logan lorn
    machen mann march marden marple melrose moffat moira mold moy nelson normandy norton oakley
    oakwood ogwr orwell peel poplar pyle ramsey ripley roche rye sandwich sandy sark scholes
    scone sharpness shelley shirley smalley soho stanhope stanley stilton sway thorne townsend
    ware whetstone wick
    """
) | _listed("bay horse; hope valley; jersey farm; price town; st marys")

# After "in" they are a time as well, so nobody is sure.
MONTHS: Final = _words("march")

# Large places: also at either end of a text ("reading rape crisis"), but then nobody is sure.
AT_AN_END: Final = _words(
    """
    angus barking barrow bath beverley bucks burton bury chelsea cov craven hamilton harrow
    hayes hyde leigh lewes neath paisley reading rother rugby sale slough washington wells
    """
)
# Words before an ordinary word that is only a word: "the bath", "my reading".
NO_NAME_AFTER: Final = _words("a an and for he her his i if is my of our she the their they to we")
