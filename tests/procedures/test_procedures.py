"""Every procedure: its file, its texts, its facts and its intents."""

import re
from pathlib import Path

import pytest
import yaml

from sls.adapters.procedure_files import ProcedureLibrary
from sls.domain.languages import LANGUAGES
from sls.domain.messages import label_id
from sls.domain.walks import Guide, Walk
from sls.texts import Catalogues

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted((ROOT / "procedures").glob("*.yml"))
LIBRARY = ProcedureLibrary(ROOT / "procedures")
TEXTS = Catalogues(ROOT / "locales")
FACT = re.compile(r"F\d+[a-z]?|G\d+|X\d+")
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


def test_every_question_and_option_has_its_words(procedure):
    wanted = {f"ask.{question.name}" for question in procedure.asks}
    wanted |= {label_id(f"{ask.name}:{value}") for ask in procedure.asks for value in ask.options}
    wanted |= {label_id(offer) for offer in procedure.offers}

    assert sorted(wanted - TEXTS.ids("en")) == []


def test_every_step_cites_facts(procedure):
    for step in procedure.steps:
        assert step.cites, step.id
        assert [each for each in step.cites if not FACT.fullmatch(each)] == [], step.id


def test_steps_have_names_of_their_own(procedure):
    names = [step.id for step in procedure.steps]

    assert len(names) == len(set(names))


def test_a_variant_is_picked_by_a_question_that_is_asked(procedure):
    asked = {question.name for question in procedure.asks}

    assert {step.by for step in procedure.steps if step.by} <= asked


def test_its_intents_exist_in_the_assistants_domain(procedure):
    assert procedure.intents
    assert set(procedure.intents) <= _known_intents()


def test_an_intent_starts_one_procedure_only():
    intents = [intent for procedure in LIBRARY.all() for intent in procedure.intents]

    assert len(intents) == len(set(intents))


def test_a_procedure_holds_no_prose(file):
    without_comments = re.sub(r"#.*", "", file.read_text(encoding="utf-8"))

    assert not CJK.search(without_comments)


def test_every_branch_can_be_walked_to_its_end(procedure):
    answers: list[dict[str, str]] = [{}]
    for question in procedure.asks:
        answers = [{**each, question.name: value} for each in answers for value in question.options]
    reaches = [{"voice": voice, "sms": sms} for voice in REACHES for sms in REACHES]

    for each in answers:
        for facts in reaches:
            guide = Guide(procedure, Walk(procedure.id, procedure.version, dict(each)), facts)
            place = guide.enter()
            said = [guide.message_id(place)]
            while (place := guide.next()) is not None:
                said.append(guide.message_id(place))
            assert guide.place.is_last
            assert set(said) <= set(procedure.message_ids())


REACHES = ("available", "unavailable", "unknown")
