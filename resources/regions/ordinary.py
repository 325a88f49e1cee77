"""Names of places that are ordinary words or first names as well, when they stand in a sentence.

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
    alba banks battle bow bridge bristle bugle church cov coven cults dingle dollar eye force grain
    healing hermitage hillside holloway home hope hunts law locking loose mere mon over pant par
    plains pool poplar price rake redding rock rode saline seaview send settle shaw stock stone
    street tarn toaster trinity tumble valley wool wing
    """
) | _listed(
    """
    church street; park street; cross hands; how wood; new bridge; new town; north down; red hill;
    second city; silver end; south down; st john; st just; st martin; steel city; stone house;
    the glens; the lakes; the met; the smoke; the toon; the valley; town row; west bay; wide open
    """
)

# Places only after one of LEADS.
ORDINARY: Final = _words(
    """
    abram alexandria alva amble archway ards armitage arne arnold ash aston barbican barnes barra
    barry beer belmont benson bentley berkeley bourne brampton brandon bream broadway broadwater
    brompton brooke brough burnham capel carrick castor caton chard cheddar churchill clare coates
    connor corsham cosby cove cowie crick croft crofton crook cullen cunningham currie deal denny
    diss donnie donny douglas downside downton duns eastwood eden edmonton errol fallin
    featherstone felling fleet flint ford fordham freshwater goring gotham greenfield grove hadley
    hale ham hampton hart hartley head headstone heath hilton hoo hook horton houston
    huntley hurst iona iver johnston johnstone keith kenley kenton kimberley kingsley lakeland lee
    leek lees leslie leven linton loftus logan lorn lynton machen madeley maldon march marden marple
    melbourne melrose moffat moira mold moy nelson normandy norton oakley ogwr orwell oakwood
    peel pyle queen ramsey ripley roche rye sandwich sandy sark saltash scholes scone sharpness
    shelley shirley smalley soho stanhope stanley staines stilton sway tain thorne townsend trent
    usk victoria walton ware waterloo waverley wellington whetstone wick witham wolds
    """
) | _listed("bay horse; hope valley; jersey farm; price town; saint marys; st marys; west hill")

# After "in" they are a time as well, so nobody is sure.
MONTHS: Final = _words("march")

# Large places: also at either end of a text ("reading rape crisis"), but then nobody is sure.
AT_AN_END: Final = _words(
    """
    barking barrow bath beverley burton bury chelsea craven hamilton harrow hayes hyde leigh lewes
    neath paisley reading rother rugby sale slough washington wells
    """
)
# What stands before an ordinary word that is only a word: "the bath", "my reading".
NO_NAME_AFTER: Final = _words("a an and for he her his i if is my of our she the their they to we")
