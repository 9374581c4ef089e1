"""Which attributes speak of a protected personal trait: gender, marital status, ethnic origin (R-102, L22).

Only what an attribute is called is looked at: by whole words, without case and accents, in the six languages
of the program and German. In doubt a name is protected: a false alarm costs a better name, a miss would let
the trait decide about people. The method names these three traits with race, so age or faith stay free.
"""

from __future__ import annotations

import re
from functools import lru_cache
from unicodedata import category, normalize

from icp_tui.method.folding import fold
from icp_tui.texts import _

WHY_PROTECTED = _(
    "Gender, marital status and ethnic origin only describe; they never enter a score. "
    "To choose people by them is unfair, unlawful in many places, and predicts badly what behaviour and "
    "situation predict better."
)
"""Two sentences for the guide."""


def _phrases(*lines: str) -> frozenset[str]:
    """What stands between the commas, between spaces; `*` stands for any ending."""
    return frozenset(f" {phrase} ".replace("* ", "") for phrase in ", ".join(lines).split(", "))


# All words are written as fold() leaves them. Plain searches rather than one pattern: making that costs 7 ms
# at the first attribute, searching 350 words in a short name 0.02 ms.

_WARES = ("clothing", "clothes", "fashion", "wear", "shoes", "health", "magazine", "magazines", "shelter")

_FIRMS = ("firm", "firms", "business", "businesses", "company", "companies", "shop", "shops", "workshop")

_HARMLESS = _phrases(
    # The same for all, or what a firm reports: no person is chosen by it.
    "gender neutral, gender neutrality, all gender, gender equality, gender pay gap, gender studies",
    # Wares and houses: “men's clothing” is a trade; “men's income” is not.
    *(f"women s {what}, men s {what}" for what in _WARES),
    # How a family firm is handed on, and known to be one from its sign; “father and son” alone is people.
    *(f"father and son {what}, father and sons {what}, father son {what}" for what in _FIRMS),
    *(f"mother and daughter {what}, mother daughter {what}" for what in _FIRMS),
    "mothers day, fathers day",
    "sex shop, sex shops, sex toy, sex toys, sex education",
    "ethnic food, ethnic foods, ethnic cuisine, ethnic restaurant, ethnic restaurants, ethnic grocers",
    "comida etnica, cucina etnica, ristorante etnico, ristoranti etnici, cuisine ethnique",
    "restaurant ethnique, restaurants ethniques, kuchnia etniczna, kuchni etnicznej",
    # Offices and agencies whose trade it is.
    "urzad stanu cywilnego, urzedu stanu cywilnego, urzedy stanu cywilnego, ufficio di stato civile",
    "ufficio dello stato civile, service de l etat civil, officier d etat civil, oficina del estado civil",
    "agence matrimoniale, agences matrimoniales, auslanderbehorde, auslanderbehorden, auslanderamt",
    "immigration law, immigration lawyer, immigration lawyers",
)
"""Phrases that are taken out of a name before it is looked at."""

_SURE = _phrases(
    # Gender. “Male” stands below: without accents it is also the Polish “small” and the Italian “badly”.
    "gender, genders, gendered, sex, sexes, female, females, woman, women, men",
    "transgender*, transgener*, transgenre*, transsexual*, cisgender*, nonbinary, non binary",
    # Several of them are people; one alone is as often a company or a tongue (below).
    "mothers, fathers, mums, moms, dads",
    *(
        f"working {one}, stay at home {one}, {one} at home, {one} with"
        for one in ("mother", "father", "mum", "mom", "dad")
    ),
    "housewife, housewives, businesswoman, businesswomen",
    "sexo, sexos, mujer, mujeres, hombre, hombres, varon, varones, identidad de genero",
    "mulher, mulheres, homem, homens, identidade de genero",
    "plec, plci, plcia, kobiet*, mezczyzn*",
    "sesso, sessi, donna, donne, uomo, uomini, maschi, femmina, femmine, identita di genere",
    "sexe, femme, femmes, homme, hommes, identite de genre",
    "geschlecht, geschlechts, geschlechter",
    "frau, frauen, frauenanteil, frauenquote, weiblich*, mannlich*",
    # Marital status. Not “żona”, which without its accent is a zone in three languages; not “single person”,
    # which counts the heads of a household.
    "marital, civil status, civil state, relationship status, family status, familial status",
    "married, unmarried, civil partnership",
    "newlywed*, divorced, divorcee*, widow*, husband*, wife, wives, spouse*",
    "single parent*, single mother*, single father*, single mum*, single dad*",
    "single man, single men, single woman, single women, single people",
    "estado civil, situacion sentimental, casado*, casada*, soltero*, soltera*, divorciad*, viudo*, viuda*",
    "esposo*, esposa*, conyuge*, pareja de hecho",
    "solteiro*, solteira*, viuvo*, viuva*, conjuge*, uniao estavel",
    "stan cywilny, stanu cywilnego, stanie cywilnym, zonaty*, zonaci, zamezn*, mezatk*, malzonek, malzonk*",
    "rozwiedzion*, rozwodnik*, rozwodk*, wdow*, singiel, singielk*",
    "stato civile, situazione sentimentale, sposato, sposata, sposati, sposate, coniugat*, coniuge, coniugi",
    "celibe, celibi, nubile, nubili, divorziat*, vedov*, moglie, marito, mariti",
    "etat civil, situation familiale, statut marital, matrimonial*, mariee, maries, mariees, celibataire*",
    "divorces, divorcees, veuf, veufs, veuve, veuves, pacse, pacses, pacsee*, epoux, epouse, epouses",
    "familienstand*, zivilstand*, personenstand*, verheiratet*, unverheiratet*, ledig, ledige, lediger",
    "ledigen, geschieden, geschiedene*, verwitwet*, witwe*, ehefrau*, ehemann*, ehegatt*, ehepartner*",
    "alleinerziehend*",
    # Ethnic origin, with race and colour of the skin. Not the names of peoples: “Asian customers” is a place.
    "ethnic*, ethnie*, ethnique*, ethnisch*, ethnizitat, etnic*, etnia*, etnie, etniczn*",
    "racial*, raciaux, razziale, razziali, rassisch*, national origin*, caucasian*",
    "minority owned, black owned, latino owned, latina owned, latinx owned, hispanic owned",
    "skin colour*, skin color*, skin tone*, people of colour, people of color, person of colour",
    "person of color, migration background, immigrant*",
    "color de piel, color de la piel, origen nacional, ascendencia",
    "cor da pele, cor de pele, cor ou raca, raca cor, origem nacional",
    "kolor skory, koloru skory, pochodzenie rasowe, pochodzenie narodowe, narodowosc*",
    "colore della pelle, origine nazionale, couleur de peau, couleur de la peau, origine nationale",
    "hautfarbe*, abstammung, migrationshintergrund*, volkszugehorigkeit",
    # Where somebody was born, and who came from elsewhere. Not “foreign customers”: that is export.
    "country of birth, countries of birth, birth country, place of birth, birthplace, born abroad",
    "foreign born, foreigner, foreigners, migrant, migrants, immigrato, immigrata, immigrati, immigrate",
    "pais de nacimiento, lugar de nacimiento, inmigrante*, inmigrado*, migrante*",
    "pais de nascimento, local de nascimento, imigrante*, imigrado*",
    "paese di nascita, luogo di nascita, migranti, extracomunitari*",
    "pays de naissance, lieu de naissance, immigre, immigres, immigree, immigrees",
    "kraj urodzenia, kraju urodzenia, miejsce urodzenia, miejsca urodzenia, imigrant*, imigranc*",
    "cudzoziemiec, cudzoziemca, cudzoziemcy, cudzoziemcow, cudzoziemk*",
    "geburtsland*, geburtsort*, auslander, auslandern, auslanders, auslanderin, auslanderinnen",
    "auslanderanteil, auslanderstatus, einwanderer*, zuwanderer*, migrantin*, migranten",
)
"""Words and phrases that speak of a protected trait wherever they stand."""

_OF_PEOPLE = _phrases(
    # Elsewhere they are a contest, a kind or a breed: race bikes, género musical, genre of a shop.
    "race, races, genero, generos, genre, genres, genere, generi, raza, razas, raca, racas, rasa, rasy",
    "razza, razze, rasse, male, males, masculino, masculinos, masculina, femenino, femeninos, femenina",
    "feminino, femininos, feminina, maschile, maschili, femminile, femminili, masculin, masculine, feminin",
    "feminine, meski, meska, meskie, zenski, zenska, zenskie",
    # A company has a nationality, too; only a person's stands for origin.
    "nationality, nationalities, nacionalidad, nacionalidade, nazionalita, nationalite, nationalitat",
    "ancestry, herkunft, pochodzenie, pochodzenia",
)
"""Words that speak of a trait alone or with people: “race of the buyer”, “male customers”."""

_ALONE = _OF_PEOPLE | _phrases(
    # As often of things: MAN trucks, mother company, single malt, conjoint analysis, bachelor's degree.
    "man, mother, mum, mom, father, dad, ladies, girl, girls",
    "boy, boys, mann, manner, herren, damen, maschio",
    "single, singles, marriage, divorce, bachelor, bachelors, matrimonio, casamento, marie, mariage",
    "conjoint, conjoints, conjointe, conjointes, malzenstwo, kawaler, panna, ehe",
    "straniero, straniera, stranieri, straniere, extranjero, extranjeros, extranjera, extranjeras",
    "estrangeiro, estrangeiros, estrangeira, estrangeiras, etranger, etrangers, etrangere, etrangeres",
    "madre, madres, madri, padre, mae, maes, pai, mere, meres, pere, peres, mutter, vater",
    "matka, matki, matek, ojciec, ojca, ojcowie, ojcow, marido, maridos, mari, maris",
)
"""Words that speak of a person's trait with nothing but numbers and small words beside them."""

_PEOPLE = _phrases(
    "customer, customers, client, clients, person, people, buyer, buyers, owner, owners, user, users, staff",
    "consumer, consumers, decision, maker, makers, contact, founder, founders, adult, adults, parent",
    "parents, couple, couples, cliente, clientes, persona, personas, comprador, compradora, dueno, duena",
    "usuario, usuaria, publico, pessoa, pessoas, dono, dona, klient, klienta, klientow, klientki, osoba",
    "osoby, osob, wlasciciel, wlasciciela, clienti, persone, acquirente, proprietario, utente, pubblico",
    "personne, personnes, acheteur, proprietaire, clientele, kunde, kunden, kundin, kaufer, kauferin",
    "inhaber, inhaberin, personen",
)

_SMALL = _phrases(
    "a, an, the, of, in, s, their, his, her, our, is, are, no, not, only, mainly, mostly, status, age, aged",
    "ages, range, group, year, years, old, young, new, two, el, la, los, las, del, de, lo, un, una, su",
    "edad, anos, o, os, as, do, da, dos, das, idade, wiek, wieku, lat, il, gli, le, di, della, dello, dei",
    "eta, anni, l, d, du, des, leur, ans, der, die, dem, den, alter, jahre, ihre",
)

_WITH_ACCENTS = frozenset(
    ("mąż", "męża", "mężem", "mężowie", "mężów", "żona", "żony", "żonie", "żonę", "żoną", "żon")
)
"""Words that are others without their accents: “żona” is a wife, “zona” a zone."""

_JOINTS = re.compile(r"[,;:/+&|()\[\]]|\s[-–—]\s|\b(?:and|or|y|e|ou|et|i|lub|oraz|und|oder)\b")
"""What parts “race, religion” into names that are looked at one by one."""


# The same names are looked at with every score and every figure of progress.
@lru_cache(maxsize=4096)
def protected(name: str) -> bool:
    """Whether an attribute of this name speaks of gender, marital status or ethnic origin.

    All seven languages are understood at once: the name is a person's own text, in whatever language. Signs
    that nobody sees, such as a soft hyphen, hide no word, whether they stand within it or between two.
    """
    if name.isprintable():
        return _speaks(name)
    seen = ("".join(by if category(c) == "Cf" else c for c in name) for by in ("", " "))
    return any(map(_speaks, seen))


def _speaks(name: str) -> bool:
    if not _WITH_ACCENTS.isdisjoint(_words(normalize("NFC", name.casefold()))):
        return True
    folded = fold(name)
    text = f" {' '.join(_words(folded))} "
    for phrase in _HARMLESS:
        if phrase in text:
            text = text.replace(phrase, " | ")
            # Here too, or the joint in “father-and-son firm” would leave a father by himself.
            folded = re.sub(r"\b" + r"[\W_]+".join(phrase.split()) + r"\b", " | ", folded)
    if any(phrase in text for phrase in _SURE):
        return True
    return any(_names_a_trait(_words(part)) for part in _JOINTS.split(folded))


def _words(folded: str) -> list[str]:
    """The words, whatever stands between them: “l'état-civil” is three."""
    return re.findall(r"[^\W_]+", folded)


def _names_a_trait(words: list[str]) -> bool:
    told = {f" {word} " for word in words if not word.isdecimal()} - _SMALL
    traits = told - _PEOPLE
    return bool(told) and (told <= _ALONE or (bool(traits) and traits <= _OF_PEOPLE))
