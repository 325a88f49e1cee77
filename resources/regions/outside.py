"""Words and codes that name no place in the United Kingdom, or no place at all."""

import re
from typing import Final

from resources.regions.spelling import folded

# BFPO numbers. BF postcodes are read with the other postcodes.
FORCES: Final = re.compile(r"BFPO\d*")

OVERSEAS_POSTCODES: Final = re.compile(
    # Overseas Territories: Ascension, British Antarctic, Indian Ocean, Falklands, Gibraltar,
    # Pitcairn, South Georgia, St Helena, Tristan da Cunha, Turks and Caicos; then Anguilla,
    # Cayman Islands, British Virgin Islands, Montserrat.
    r"(ASCN|BBND|BIQQ|FIQQ|GX11|PCRN|SIQQ|STHL|TDCU|TKCA)(1(ZZ|AA)?)?"
    r"|AI2640|KY[123]\d{4}|VG\d{4}|MSR\d{4}"
    # Ireland; Canada; the Netherlands; countries with five digits, such as the United States.
    r"|([AC-FHKNPRTV-Y]\d{2}|D6W)[0-9AC-FHKNPRTV-Y]{4}"
    r"|[A-Z]\d[A-Z]\d[A-Z]\d"
    r"|\d{4}[A-Z]{2}"
    r"|\d{5}(\d{4})?"
)

# ISO 3166-1 codes and the names people use, without the United Kingdom and its neighbours that
# `counties.csv` has. Where a code is also the letters of a postcode area, the area is meant.
COUNTRIES: Final = """
AD Andorra; AE United Arab Emirates, UAE, Dubai, Abu Dhabi; AF Afghanistan; AG Antigua and Barbuda,
Antigua; AI Anguilla; AL Albania; AM Armenia; AO Angola; AQ Antarctica; AR Argentina; AS American
Samoa; AT Austria; AU Australia; AW Aruba; AZ Azerbaijan; BA Bosnia and Herzegovina, Bosnia; BB
Barbados; BD Bangladesh; BE Belgium; BF Burkina Faso; BG Bulgaria; BH Bahrain; BI Burundi; BJ Benin;
BM Bermuda; BN Brunei, Brunei Darussalam; BO Bolivia; BR Brazil; BS Bahamas, The Bahamas; BT Bhutan;
BW Botswana; BY Belarus; BZ Belize; CA Canada; CD Democratic Republic of the Congo, DR Congo, DRC;
CF Central African Republic; CG Congo, Republic of the Congo; CH Switzerland; CI Ivory Coast, Côte
d'Ivoire; CK Cook Islands; CL Chile; CM Cameroon; CN China; CO Colombia; CR Costa Rica; CU Cuba; CV
Cape Verde, Cabo Verde; CW Curaçao; CY Cyprus, Northern Cyprus; CZ Czechia, Czech Republic; DE
Germany; DJ Djibouti; DK Denmark; DM Dominica; DO Dominican Republic; DZ Algeria; EC Ecuador; EE
Estonia; EG Egypt; EH Western Sahara; ER Eritrea; ES Spain; ET Ethiopia; FI Finland; FJ Fiji; FK
Falkland Islands, Falklands, The Falklands; FM Micronesia; FO Faroe Islands; FR France; GA Gabon; GD
Grenada; GE Georgia; GF French Guiana; GH Ghana; GI Gibraltar; GL Greenland; GM Gambia, The Gambia;
GN Guinea; GP Guadeloupe; GQ Equatorial Guinea; GR Greece; GT Guatemala; GU Guam; GW Guinea-Bissau;
GY Guyana; HK Hong Kong; HN Honduras; HR Croatia; HT Haiti; HU Hungary; ID Indonesia; IE Ireland,
Republic of Ireland, Southern Ireland, Eire, Éire; IL Israel; IN India; IQ Iraq; IR Iran; IS
Iceland; IT Italy; JM Jamaica; JO Jordan; JP Japan; KE Kenya; KG Kyrgyzstan; KH Cambodia; KI
Kiribati; KM Comoros; KN Saint Kitts and Nevis, Saint Kitts; KP North Korea; KR South Korea, Korea;
KW Kuwait; KY Cayman Islands; KZ Kazakhstan; LA Laos; LB Lebanon; LC Saint Lucia; LI Liechtenstein;
LK Sri Lanka; LR Liberia; LS Lesotho; LT Lithuania; LU Luxembourg; LV Latvia; LY Libya; MA Morocco;
MC Monaco; MD Moldova; ME Montenegro; MG Madagascar; MH Marshall Islands; MK North Macedonia,
Macedonia; ML Mali; MM Myanmar, Burma; MN Mongolia; MO Macau, Macao; MQ Martinique; MR Mauritania;
MS Montserrat; MT Malta; MU Mauritius; MV Maldives; MW Malawi; MX Mexico; MY Malaysia; MZ
Mozambique; NA Namibia; NC New Caledonia; NE Niger; NG Nigeria; NI Nicaragua; NL Netherlands, The
Netherlands, Holland; NO Norway; NP Nepal; NR Nauru; NZ New Zealand; OM Oman; PA Panama; PE Peru; PF
French Polynesia; PG Papua New Guinea; PH Philippines, The Philippines; PK Pakistan; PL Poland; PN
Pitcairn Islands, Pitcairn; PR Puerto Rico; PS Palestine; PT Portugal; PW Palau; PY Paraguay; QA
Qatar; RE Réunion; RO Romania; RS Serbia; RU Russia; RW Rwanda; SA Saudi Arabia; SB Solomon Islands;
SC Seychelles; SD Sudan; SE Sweden; SG Singapore; SH Saint Helena, Ascension Island, Tristan da
Cunha; SI Slovenia; SK Slovakia; SL Sierra Leone; SM San Marino; SN Senegal; SO Somalia, Somaliland;
SR Suriname; SS South Sudan; ST São Tomé and Príncipe; SV El Salvador; SY Syria; SZ Eswatini,
Swaziland; TC Turks and Caicos Islands, Turks and Caicos; TD Chad; TG Togo; TH Thailand; TJ
Tajikistan; TL Timor-Leste, East Timor; TM Turkmenistan; TN Tunisia; TO Tonga; TR Turkey, Türkiye;
TT Trinidad and Tobago, Trinidad; TV Tuvalu; TW Taiwan; TZ Tanzania; UA Ukraine; UG Uganda; US
United States, United States of America, USA, America; UY Uruguay; UZ Uzbekistan; VA Vatican City;
VC Saint Vincent and the Grenadines, Saint Vincent; VE Venezuela; VG British Virgin Islands; VI US
Virgin Islands; VN Vietnam; VU Vanuatu; WS Samoa; XK Kosovo; YE Yemen; ZA South Africa; ZM Zambia;
ZW Zimbabwe; EU Abroad, Overseas, Europe, Africa, Asia, South America, Outside the UK, Not in the
UK, Dublin
"""
UNSAID_WORDS: Final = """
I don't know; dont know; do not know; I do not know; don't no; dunno; I dunno; idk; dk; no idea;
don't remember; can't remember; not sure; I'm not sure; I am not sure; im not sure; unsure; unknown;
not known; anywhere; any where; anywhere in the UK; any place; any; anything; everywhere; nowhere;
no fixed address; no fixed abode; nfa; homeless; moving around; it varies; doesn't matter; does not
matter; don't mind; no preference; rather not say; I'd rather not say; prefer not to say; I prefer
not to say; don't want to say; I don't want to say; not saying; skip; none; nothing; no; na; n/a;
lost; I'm lost
"""


def _folded(names: str) -> frozenset[str]:
    """Return each name of a list, folded and run together."""
    return frozenset("".join(folded(name)) for name in names.split(";"))


def _entries() -> list[tuple[str, str]]:
    entries = (" ".join(entry.split()) for entry in COUNTRIES.split(";"))
    return [(code, names) for code, _, names in (entry.partition(" ") for entry in entries)]


UNSAID: Final = _folded(UNSAID_WORDS)
COUNTRY_CODES: Final = frozenset(code for code, _ in _entries())
COUNTRY_NAMES: Final = frozenset(
    key for _, names in _entries() for key in _folded(names.replace(",", ";"))
)
