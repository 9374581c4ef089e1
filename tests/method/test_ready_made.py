"""The ready-made lists fill in what the records ask, are found by typing, and keep protected traits apart."""

from __future__ import annotations

import gettext
import re
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

import icp_tui.method.records  # noqa: F401 - declares the records
from icp_tui.method.declaration import RECORDS
from icp_tui.method.fields import OneOf, Text
from icp_tui.method.library import WHY_PROTECTED, Entry, answers_of, matching, offered, protected
from icp_tui.method.library.survey import SURVEY, VALUE_QUESTIONS, SurveyQuestion
from icp_tui.texts import Words, _

MODES = ("b2b", "b2c")

FILLS = {
    "attributes": "attribute",
    "red_flags": "red_flag",
    "triggers": "trigger_event",
    "channels": "channel",
}
"""Which record an entry of each list becomes."""

EVERY = [
    pytest.param(name, entry, id=f"{name}, {mode}: {entry.title.english}")
    for name in FILLS
    for mode in MODES
    for entry in offered(name, mode, protected=True)
]


def _titles(name: str, mode: str | None, **asked: bool) -> list[str]:
    return [str(entry.title) for entry in offered(name, mode, **asked)]


def _entry(name: str, mode: str, title: str) -> Entry:
    return next(entry for entry in offered(name, mode, protected=True) if str(entry.title) == title)


@pytest.mark.parametrize(("name", "entry"), EVERY)
def test_an_entry_fills_in_fields_of_its_record_that_read_it(name: str, entry: Entry) -> None:
    record = RECORDS[FILLS[name]]
    assert isinstance(record.questions[record.title_field].kind, Text)
    filled = answers_of(entry)
    assert filled
    assert record.title_field not in filled
    for field, text in filled.items():
        kind = record.questions[field].kind
        value = kind.parse(text)
        assert value is not None
        if isinstance(kind, OneOf):
            assert value == text
        else:
            assert kind.format(value) == text


@pytest.mark.parametrize(("name", "entry"), EVERY)
def test_an_entry_can_be_read_at_a_glance(name: str, entry: Entry) -> None:
    assert 0 < cell_len(str(entry.title)) <= 40
    assert 0 < cell_len(str(entry.hint)) <= 60
    assert not str(entry.hint).endswith(".")
    record = RECORDS[FILLS[name]]
    for field, text in answers_of(entry).items():
        if isinstance(record.questions[field].kind, Text):
            assert cell_len(text) <= 60, text


def test_every_list_that_a_question_names_exists() -> None:
    named: set[str] = {
        question.library
        for kind, record in RECORDS.items()
        if record.__module__.startswith("icp_tui.")
        for question in record.questions.values()
        if question.library
    }
    assert named == set(FILLS)
    for name in named:
        assert len(offered(name, "b2b")) > 10
        assert len(offered(name, "b2c")) > 10


def test_a_list_that_does_not_exist_is_refused() -> None:
    with pytest.raises(KeyError):
        offered("horoscopes", "b2b")


@pytest.mark.parametrize("name", FILLS)
def test_no_title_stands_twice_in_a_list(name: str) -> None:
    for mode in MODES:
        titles = _titles(name, mode, protected=True)
        assert len(set(titles)) == len(titles)


def test_a_profile_without_a_mode_is_offered_what_organisations_are() -> None:
    assert all(offered(name, None) == offered(name, "b2b") for name in FILLS)


def test_the_two_modes_are_offered_different_things() -> None:
    assert "Headcount" in _titles("attributes", "b2b")
    assert "Headcount" not in _titles("attributes", "b2c")
    assert "Merger or acquisition" not in _titles("triggers", "b2c")
    assert "A child is born" not in _titles("triggers", "b2b")
    assert "Trade fair" not in _titles("channels", "b2c")


STANDARD = {
    ("attributes", "b2b"): (
        "Industry, Headcount, Number of departments, Size of the team concerned, Valuation, Yearly budget, "
        "Budget for this, Annual revenue, Funding structure, Location, Area served, Physical or online, "
        "Age of the company, Whom they serve, Their goals, Technology in use, Network in the sector, "
        "Likely to recommend, Their problems, Their competitors, Decision makers"
    ),
    ("attributes", "b2c"): (
        "Age range, Occupation, Education, Income, Interests and hobbies, Lifestyle, Location, "
        "Buying behaviour, Priorities, Household"
    ),
    ("red_flags", "b2b"): (
        "Pays late, Asks for more than was agreed, Haggles on price yet wants everything, "
        "No one there owns the problem, Wants a free pilot without an end"
    ),
    ("red_flags", "b2c"): "Pays late, Asks for more than was agreed, Haggles on price yet wants everything",
    ("triggers", "b2b"): (
        "Merger or acquisition, New investment, Insolvency, Hiring, Lay-offs, Tender, New rule, New location"
    ),
    ("triggers", "b2c"): "A child is born, They move house, New job, New rule",
    ("channels", "b2b"): (
        "Search ads, Display ads, Social ads, Trade fair, Association, Our newsletter, Recommendation"
    ),
    ("channels", "b2c"): (
        "Search ads, Display ads, Social ads, Association, Our newsletter, Notice board, Recommendation"
    ),
}
"""What the method names for each list (R-085 to R-103, R-118, R-136 to R-138, R-177)."""


@pytest.mark.parametrize(("name", "mode"), STANDARD)
def test_what_the_method_names_is_offered(name: str, mode: str) -> None:
    assert set(STANDARD[name, mode].split(", ")) - set(_titles(name, mode)) == set()


def test_headcount_is_a_range_that_is_seen_before_the_first_call() -> None:
    filled = answers_of(_entry("attributes", "b2b", "Headcount"))
    assert filled == {
        "target_type": "range",
        "how_to_see": "Company page on a professional network",
        "seen_before_call": "yes",
    }


@pytest.mark.parametrize("mode", MODES)
def test_a_target_is_filled_in_only_where_it_is_yes_and_an_example_is_only_a_hint(mode: str) -> None:
    for entry in offered("attributes", mode):
        filled = answers_of(entry)
        assert filled.get("target") == ("yes" if filled["target_type"] == "yes_no" else None)
        if filled["target_type"] == "range":
            assert re.search(r"such as [\d,]+k? to [\d,]+", str(entry.hint)), str(entry.title)


def test_a_late_payer_is_first_reminded_kindly_and_in_the_end_asked_why() -> None:
    filled = answers_of(_entry("red_flags", "b2b", "Pays late"))
    lines = filled["what_to_do"].split("\n")
    assert all(line.startswith("- ") for line in lines)
    order = ["friendly reminder", "whether they are content", "updated invoice", "openly why", "together"]
    assert [word in line for word, line in zip(order, lines, strict=True)] == [True] * len(order)
    assert filled["lifted_when"]


@pytest.mark.parametrize("mode", MODES)
def test_only_a_penalty_takes_points_and_each_list_has_a_knock_out(mode: str) -> None:
    flags = [answers_of(entry) for entry in offered("red_flags", mode)]
    assert [("points" in flag) == (flag["severity"] == "penalty") for flag in flags] == [True] * len(flags)
    assert {flag["severity"] for flag in flags} == {"note", "penalty", "knock_out"}
    assert all({"how_to_check", "what_to_do", "reason"} <= set(flag) for flag in flags)


@pytest.mark.parametrize("mode", MODES)
def test_channels_are_online_and_in_real_life(mode: str) -> None:
    media = [answers_of(entry)["medium"] for entry in offered("channels", mode)]
    assert media.count("online") >= 5
    assert media.count("real_life") >= 5


CARS = tuple(Entry(_(title), (), _("")) for title in ("Used car", "Café racer", "Carpet", "Old car park"))


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("", ["Used car", "Café racer", "Carpet", "Old car park"]),
        ("   ", ["Used car", "Café racer", "Carpet", "Old car park"]),
        ("car", ["Used car", "Carpet", "Old car park"]),
        ("CAFE", ["Café racer"]),
        ("café", ["Café racer"]),
        ("park car", ["Old car park"]),
        ("r", ["Café racer", "Used car", "Carpet", "Old car park"]),
        ("ar", ["Used car", "Carpet", "Old car park"]),
        ("car bus", []),
        ("(", []),
    ],
)
def test_all_words_typed_are_found_and_beginnings_come_first(typed: str, found: list[str]) -> None:
    assert [str(entry.title) for entry in matching(CARS, typed)] == found


def test_what_is_taken_is_not_offered_again_whatever_its_case_and_spaces() -> None:
    left = matching(CARS, "", taken={"  used  CAR", "cafe racer"})
    assert [str(entry.title) for entry in left] == ["Carpet", "Old car park"]


@settings(max_examples=50)
@given(st.text(max_size=8))
def test_whatever_is_typed_finds_each_entry_at_most_once(typed: str) -> None:
    found = matching(CARS, typed)
    assert set(found) <= set(CARS)
    assert len(set(found)) == len(found)


class Mirrored(gettext.NullTranslations):
    """A language in which every sentence is read backwards."""

    def gettext(self, message: str) -> str:
        return message[::-1]


def test_answers_and_titles_are_in_the_language_of_now_and_choices_as_stored(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    entry = Entry(_("Tender"), (("severity", "knock_out"), ("reason", _("price"))), _(""))
    assert answers_of(entry) == {"severity": "knock_out", "reason": "price"}
    monkeypatch.setattr("icp_tui.texts.catalogue", lambda language: Mirrored())
    assert answers_of(entry) == {"severity": "knock_out", "reason": "ecirp"}
    assert matching([entry], "redn") == [entry]
    assert matching([entry], "tend") == []


def test_protected_attributes_are_offered_only_to_households_and_only_when_asked_for() -> None:
    apart = set(_titles("attributes", "b2c", protected=True)) - set(_titles("attributes", "b2c"))
    assert apart == {"Gender", "Marital status", "Ethnic origin"}
    assert _titles("attributes", "b2b", protected=True) == _titles("attributes", "b2b")


def test_the_library_marks_as_protected_exactly_what_its_name_tells() -> None:
    for mode in MODES:
        for entry in offered("attributes", mode, protected=True):
            assert protected(str(entry.title)) == entry.protected, str(entry.title)


def test_a_protected_attribute_starts_as_merely_common_and_so_outside_the_score() -> None:
    for title in ("Gender", "Marital status", "Ethnic origin"):
        assert answers_of(_entry("attributes", "b2c", title))["trait"] == "common"


@pytest.mark.parametrize(
    "name",
    [
        *("Gender", "gender of the buyer", "SEX", "Women aged 30–45", "Female founders", "Male customers"),
        *("Man", "Men, 30 to 40", "Mothers", "Mother of two", "Male / female", "Person’s gender"),
        *("Women’s income", "Housewives", "Moms"),
        *("Working mothers", "Working mother", "Mothers with children", "Mother with children"),
        *("Stay-at-home moms", "Stay-at-home dad", "Fathers at home", "Father and son", "Transgender"),
        *("Father-and-son firm, race", "Race, gender equality", "Civil state"),
        *("Caucasian", "Latino owned", "Hispanic-owned"),
        *(
            "Marital status",
            "marital_status",
            "Married couples",
            "Single",
            "Singles, 25–35",
            "Single parents",
        ),
        *("Divorced", "Widowed", "Civil status", "Newlyweds", "Has a spouse", "Single or divorced"),
        *("Ethnic origin", "Ethnicity", "Race", "race of the customer", "Race, religion", "Race and income"),
        *("Skin colour", "Skin-color", "Nationality", "Nationality of the owner", "National origin"),
        *("Racial background", "Ethnically mixed district", "Minority-owned", "People of colour"),
        *("Sexo", "Género", "Género y edad", "Género del cliente", "Mujeres", "Estado civil", "Solteros"),
        *("Origen étnico", "Etnia", "Raza", "Color de piel", "Nacionalidad", "Público femenino"),
        *("Gênero", "Mulheres", "Homens casados", "Solteira", "Raça/cor", "Cor da pele", "União estável"),
        *("Płeć", "Podział według płci", "Kobiety 30+", "Mężczyźni", "Stan cywilny", "Zamężna", "Żonaty"),
        *("Pochodzenie etniczne", "Narodowość", "Rasa", "Kolor skóry"),
        *("Sesso", "Genere", "Donne e uomini", "Stato civile", "Sposati", "Celibe o nubile", "Etnia"),
        *("Origine etnica", "Razza", "Colore della pelle", "Nazionalità"),
        *("Sexe", "Genre", "Femmes actives", "État civil", "l’état-civil", "Situation familiale"),
        *("Célibataire", "Mariés", "Origine ethnique", "Couleur de peau", "Race", "Nationalité"),
        *("Geschlecht", "Frauen über 40", "Männer", "Familienstand", "Verheiratet", "Ledige Männer"),
        *(
            "Frauenanteil",
            "Ethnische Herkunft",
            "Hautfarbe",
            "Rasse",
            "Migrationshintergrund",
            "Nationalität",
        ),
        *("Country of birth", "Foreign-born owners", "Born abroad", "Immigrants", "Foreigners", "Migrants"),
        *("Madre", "Padre, madre", "Esposo", "Esposa", "Marido", "País de nacimiento", "Inmigrante"),
        *("Inmigrantes", "Extranjeros", "Mãe", "Pai", "País de nascimento", "Imigrantes", "Estrangeiro"),
        *("Pochodzenie", "Pochodzenie klienta", "Mąż", "Żona", "Żona właściciela", "Mąż i żona", "Matka"),
        *("Ojciec", "Matki", "Kraj urodzenia", "Imigrant", "Imigranci", "Imigrantka", "Cudzoziemcy"),
        *("Ausländer", "Ausländerinnen", "Geburtsland", "Geburtsort", "Herkunft", "Mutter", "Vater"),
        *("Zuwanderer", "Migranten", "Immigrati", "Immigrata", "Stranieri", "Paese di nascita", "Madri"),
        *("Mère", "Père", "Pays de naissance", "Lieu de naissance", "Immigrés", "Étrangers"),
        # Signs that nobody sees.
        *("Gen\u200bder", "Ge\u00adschlecht", "Ż\u00adona", "single\u200bmother", "Wo\u2060men", "\ufeffSex"),
        *("eth\u200dnicity", "marital\u200bstatus", "\u202eGender\u202c"),
    ],
)
def test_names_that_speak_of_gender_marital_status_or_ethnic_origin_are_protected(name: str) -> None:
    assert protected(name)
    assert protected(f"  {name.upper()} ")


@pytest.mark.parametrize(
    "name",
    [
        *("", "   ", "?", "42", "Headcount", "Industry", "Age range", "Household", "Income", "Language"),
        # A word within a word.
        *("Trace", "Traceability", "Racetrack", "Embraces change", "Essex", "Sextant", "Womenswear"),
        *("Menu", "Manager", "Mandate", "Singleton", "Engender"),
        # The same word about a thing.
        *("Race bikes", "Race team sponsor", "Single malt", "Single-site", "Single sign-on", "Single owner"),
        *("Single decision maker", "Single-person household", "Uses MAN trucks", "Mother company"),
        *("Mother tongue", "Motherboard", "Motherboards", "Mother’s Day trade", "Mothers’ Day trade"),
        *("Father-and-son firm", "Father & son business", "Mother-and-daughter shop"),
        *("Bachelor’s degree", "Conjoint analysis", "Male connectors", "Parent company’s nationality"),
        *("Gender-neutral restroom supplier", "Reports its gender pay gap", "Women’s clothing", "Sex shops"),
        *("Ethnic food shop", "Ethnic restaurants", "Asian customers", "Country of origin of the goods"),
        # Whose trade it is.
        *("Marriage registry office", "Divorce lawyers", "Wedding planners", "Civil engineers"),
        *("Urząd Stanu Cywilnego", "Ufficio di stato civile", "Registro civil", "Agence matrimoniale"),
        # Words of other languages that look like them without accents.
        *("Zona di consegna", "Zona de entrega", "Małe firmy", "Paga male", "Género musical"),
        *("Genre de commerce", "Genere di attività", "Raza del perro", "Rasse des Hundes", "Cor do carro"),
        *("Manner of buying", "Lediglich online", "Plecy firmy", "Kawalerka", "Zamożność", "Cucina etnica"),
        *("Pochodzenie towaru", "Herkunft der Ware", "Origine du contact"),
        *("Casa madre", "Scheda madre", "Placa madre", "Lengua madre", "Empresa madre", "Spółka matka"),
        *("Société mère", "Maison mère", "Langue maternelle", "Empresa-mãe", "Muttergesellschaft"),
        *("Vaterland", "Zona", "Zona industriale", "Strefa", "MAZ trucks", "Mazowsze", "Patronat"),
        *("Kraj pochodzenia towaru", "Pochodzenie kapitału", "Herkunft der Leads", "Lead origin"),
        *("Foreign customers", "Foreign trade", "Clienti stranieri", "Clientes extranjeros", "Export abroad"),
        *("Ausländische Kunden", "Auslandsgeschäft", "Ausländerbehörde", "Clientèle étrangère"),
        *("Immigration lawyers", "Data migration", "Migration to the cloud", "Migración a la nube"),
        *("Year of foundation", "Place of business", "Country", "Land", "Paese", "Kraj", "Birthday offers"),
        *("Co\u00adop\u00aderative", "Pro\u00addukt\u00admana\u00adger", "Team 👨\u200d👩\u200d👧"),
    ],
)
def test_names_that_only_look_like_it_stay_free(name: str) -> None:
    assert not protected(name)
    assert not protected(name.upper())


def test_the_examples_that_the_attribute_form_gives_stay_free() -> None:
    name = RECORDS["attribute"].questions["name"]
    assert name.examples("b2c")
    assert [str(e) for mode in MODES for e in name.examples(mode) if protected(str(e))] == []


def test_the_guide_says_in_two_sentences_what_protected_traits_are_for_and_why() -> None:
    assert len(re.findall(r"\.(?: |$)", str(WHY_PROTECTED))) == 2
    for word in (
        "Gender",
        "marital status",
        "ethnic origin",
        "never",
        "unfair",
        "unlawful",
        "predicts badly",
    ):
        assert word in str(WHY_PROTECTED)


def test_the_survey_asks_all_that_the_method_wants_to_know_from_customers() -> None:
    assert [question.finds for question in SURVEY] == [
        *("why_us", "pleases", "bothers", "better", "why_bought", "weighed"),
        *("whom_they_serve", "problems", "gain"),
    ]
    assert len(VALUE_QUESTIONS) in (3, 4)
    finds = [question.finds for question in SURVEY + VALUE_QUESTIONS]
    assert len(set(finds)) == len(finds)


def test_a_household_is_asked_in_its_own_words_where_they_differ() -> None:
    serve = next(question for question in SURVEY if question.finds == "whom_they_serve")
    assert serve.asked("b2c") != serve.asked("b2b") == serve.asked(None)
    pleases = next(question for question in SURVEY if question.finds == "pleases")
    assert pleases.asked("b2c") == pleases.asked("b2b")


@pytest.mark.parametrize("question", SURVEY + VALUE_QUESTIONS, ids=lambda question: question.finds)
def test_questions_to_customers_are_short_and_open(question: SurveyQuestion) -> None:
    for mode in MODES:
        ask = str(question.asked(mode))
        assert ask.endswith("?")
        assert ask.count("?") == 1
        assert re.match(r"(Why|What|Which|Whom|For whom|How)\b", ask)
        assert len(ask) <= 80
    assert str(question.why).endswith(".")
    assert len(str(question.why)) <= 180


def _all_words() -> Iterator[Words]:
    yield WHY_PROTECTED
    for question in SURVEY + VALUE_QUESTIONS:
        yield from (question.ask, question.why, question.asked("b2c"))
    for parameters in EVERY:
        entry = parameters.values[1]
        assert isinstance(entry, Entry)
        yield from (entry.title, entry.hint)
        yield from (answer for _field, answer in entry.answers if isinstance(answer, Words))


def test_all_words_are_set_with_typographic_quotes_and_single_spaces() -> None:
    faults = re.compile(r"[.?!,;]”?[“A-Z]|  |[\"']|^\s|\s$")
    assert [str(words) for words in _all_words() if faults.search(str(words))] == []
    assert [str(words) for words in _all_words() if str(words).count("“") != str(words).count("”")] == []
