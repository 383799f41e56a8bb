"""Every procedure: its file, its texts, its facts and its intents."""

import itertools
import json
import re
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from sls.adapters.procedure_files import ProcedureLibrary
from sls.domain.languages import LANGUAGES
from sls.domain.messages import label_id
from sls.domain.procedures import REACHES
from sls.domain.walks import Guide, Walk
from sls.texts import Catalogues
from tests.locales.use import intents_of

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted((ROOT / "procedures").glob("*.yml"))
LIBRARY = ProcedureLibrary(ROOT / "procedures")
TEXTS = Catalogues(ROOT / "locales")
SCHEMA = Draft202012Validator(json.loads((ROOT / "procedures" / "schema.json").read_text()))
FACT = re.compile(r"F\d+[a-z]?|G\d+|X\d+|C\d+")
CJK = re.compile(r"[\u2e80-\u9fff]")


def _data(path: Path) -> dict:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def _known_intents() -> set[str]:
    found: set[str] = set()
    for path in (ROOT / "bot" / "domain").glob("*.yml"):
        for intent in _data(path).get("intents", []):
            found |= {intent} if isinstance(intent, str) else set(intent)
    return found


@pytest.fixture(params=FILES, ids=lambda path: path.stem)
def file(request) -> Path:
    """Give each procedure's file."""
    return request.param


@pytest.fixture
def procedure(file):
    """Give each procedure."""
    return LIBRARY.get(file.stem)


def test_there_are_procedures():
    assert FILES


def test_a_file_is_named_after_its_procedure(file):
    assert _data(file)["id"] == file.stem
    assert re.fullmatch(r"[a-z][a-z0-9_]*", file.stem)


def test_every_text_of_a_procedure_is_in_both_catalogues(procedure):
    for language in LANGUAGES:
        assert sorted(set(procedure.message_ids()) - TEXTS.ids(language)) == []


def test_a_file_keeps_to_the_schema(file):
    errors = [f"{each.json_path}: {each.message}" for each in SCHEMA.iter_errors(_data(file))]

    assert errors == []


def test_not_knowing_means_one_of_the_answers_if_it_means_anything(procedure):
    assert all(each.unsure in (None, *each.options) for each in procedure.asks)


def test_every_question_and_option_has_its_words(procedure):
    names = {question.name for question in procedure.asks}
    wanted = {f"{family}.{name}" for name in names for family in ("ask", "why")}
    wanted |= {label_id(f"{ask.name}:{value}") for ask in procedure.asks for value in ask.options}
    wanted |= {label_id(offer) for offer in _offers(procedure)}

    assert sorted(wanted - TEXTS.ids("en")) == []


def test_what_it_offers_and_suggests_exists(procedure):
    kinds = {"send_code", "topic", "walk", "hand_off", "start_reactivation"}
    walks = [each.removeprefix("walk:") for each in _offers(procedure) if each.startswith("walk:")]

    assert {each.partition(":")[0] for each in _offers(procedure)} <= kinds
    assert [each for each in (*walks, *procedure.then) if LIBRARY.get(each) is None] == []


def test_conditions_name_questions_of_this_procedure_or_what_the_core_knows(procedure):
    answers = {question.name: {*question.options} for question in procedure.asks} | KNOWN
    for part in (*procedure.asks, *procedure.steps):
        for values in (part.condition.when, part.condition.unless):
            assert {name for name in values if name not in answers} == set(), part
            for name, wanted in values.items():
                assert set(wanted) <= answers[name], (part, name)


def test_every_procedure_can_be_reached(procedure):
    others = [each for each in LIBRARY.all() if each.id != procedure.id]
    led_to = {name for each in others for name in each.then}
    led_to |= {offer.removeprefix("walk:") for each in others for offer in _offers(each)}

    assert procedure.intents or procedure.id in led_to


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_are_short_enough_to_follow_and_to_hear(procedure, language):
    longest = LONGEST[language]
    too_long = {
        each: len(TEXTS.raw(language, each))
        for each in procedure.message_ids()
        if len(TEXTS.raw(language, each)) > longest
    }

    assert too_long == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_can_be_read_aloud(procedure, language):
    """No markup and no address but the one that is short enough to be said.

    What a device shows (F36) is quoted as it stands there.
    """
    for each in procedure.message_ids():
        text = TEXTS.raw(language, each)
        for said_as_it_stands in ("ibkr.com/support", "ibkr.com", "PIN>", "CHALLNG>"):
            text = text.replace(said_as_it_stands, "")
        assert not re.search(r"https?:|www\.|[<>*_#\[\]|]|\.(com|net|org)", text), each


def test_words_for_answers_are_no_ones_else_within_a_question(procedure):
    for language in LANGUAGES:
        for question in procedure.asks:
            said = [
                phrase.casefold()
                for option in question.options
                for phrase in TEXTS.phrases(language, f"hear.{question.name}.{option}")
            ]
            assert sorted({each for each in said if said.count(each) > 1}) == []


def test_every_step_cites_facts(procedure):
    for step in procedure.steps:
        assert step.cites, step.id
        assert [each for each in step.cites if not FACT.fullmatch(each)] == [], step.id


def test_steps_have_names_of_their_own(procedure):
    names = [step.id for step in procedure.steps]

    assert len(names) == len(set(names))


def test_a_variant_is_picked_by_a_question_that_is_asked(procedure):
    """A step in variants is said only where the question that picks them has been asked."""
    for step in procedure.steps:
        if step.by is not None:
            question = procedure.question(step.by)
            assert question is not None, step.id


def test_its_intents_exist_in_the_assistants_domain(procedure):
    assert set(procedure.intents) <= _known_intents()


def test_an_intent_starts_one_procedure_only():
    intents = [intent for procedure in LIBRARY.all() for intent in procedure.intents]

    assert len(intents) == len(set(intents))


def test_every_wish_that_the_rule_leads_to_a_procedure_has_one():
    started = {intent for procedure in LIBRARY.all() for intent in procedure.intents}

    assert sorted(intents_of("action_walk_procedure") - started) == []


def test_a_procedure_holds_no_prose(file):
    without_comments = re.sub(r"#.*", "", file.read_text(encoding="utf-8"))

    assert not CJK.search(without_comments)


def test_every_branch_can_be_walked_to_its_end(procedure):
    names = [question.name for question in procedure.asks]
    for answers in itertools.product(*(question.options for question in procedure.asks)):
        for facts in _facts(procedure):
            given = dict(zip(names, answers, strict=True))
            guide = Guide(procedure, Walk(procedure.id, procedure.version, given), facts)
            place = guide.enter()
            said = [place.message_id]
            while (place := guide.next()) is not None:
                said.append(place.message_id)
            assert guide.place.is_last
            assert set(said) <= set(procedure.message_ids())


def test_a_step_is_said_on_some_branch(procedure):
    names = [question.name for question in procedure.asks]
    said: set[str] = set()
    for answers in itertools.product(*(question.options for question in procedure.asks)):
        for facts in _facts(procedure):
            known = {**facts, **dict(zip(names, answers, strict=True))}
            said |= {step.id for step in procedure.branch(known)}

    assert sorted({step.id for step in procedure.steps} - said) == []


def _facts(procedure) -> list[dict[str, str]]:
    """Return every combination of what the core may know, of what this procedure looks at."""
    looked_at = {name: sorted(values) for name, values in KNOWN.items()}
    return [
        dict(zip(looked_at, values, strict=True))
        for values in itertools.product(*looked_at.values())
    ]


def _offers(procedure) -> set[str]:
    return {*procedure.offers, *(offer for step in procedure.steps for offer in step.offers)}


KNOWN = {"voice": {*REACHES}, "sms": {*REACHES}, "level": {"anonymous", "login", "site"}}
LONGEST = {"en": 300, "zh_CN": 150}


# Facts that no step says: F29 is the example that its own table contradicts (X1).
UNSAID = {"F29"}
FACTS = {f"F{number}" for number in range(1, 63)} - {"F31"} | {f"F31{part}" for part in "abcdef"}


def test_every_fact_of_the_knowledge_base_is_said_by_some_step():
    cited = {fact for each in LIBRARY.all() for step in each.steps for fact in step.cites}

    assert sorted(FACTS - cited - UNSAID) == []
    assert sorted(cited & UNSAID) == []
