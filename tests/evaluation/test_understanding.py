"""The evaluation judges as the assistant would act, and refuses data it cannot judge."""

import json

import pytest

from evaluation.lines import Line, Result, UnusableData, read_lines
from evaluation.scoring import Scorer, contract_labels, entity_f1
from evaluation.understanding import as_in_the_chat, main, prediction
from sls.domain.understanding import Acted, Asked, Rejected

LABELS = {
    "slower": "repeat",
    "stuck": None,
    "nlu_fallback": "out_of_scope",
    "insult": "out_of_scope",
}


def line(intent, *, also_ok=(), language="en", entities=None):
    return Line("words", language, intent, also_ok, entities)


def result(intent, judgement, *, also_ok=(), language="en"):
    parsed = {
        "intent": {"name": "x", "confidence": 0.5},
        "intent_ranking": [{"name": "x", "confidence": 0.5}],
        "entities": [],
        "ms": 4.0,
    }
    return Result(line(intent, also_ok=also_ok, language=language), judgement, parsed)


@pytest.fixture
def scorer():
    return Scorer(LABELS)


def write(path, *lines):
    path.write_text("".join(one + "\n" for one in lines), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("wanted", "also_ok", "judgement", "is_right"),
    [
        ("change_pin", (), Acted("change_pin"), True),
        ("change_pin", (), Acted("greet"), False),
        ("change_pin", ("greet",), Acted("greet"), True),
        ("repeat", (), Acted("slower"), True),
        ("deny", (), Acted("stuck"), False),
        ("stuck", (), Acted("stuck"), True),
        ("out_of_scope", (), Acted("stuck"), False),
        ("out_of_scope", (), Rejected(), True),
        ("change_pin", (), Rejected(), False),
        ("change_pin", (), Asked(("change_pin", "greet")), False),
    ],
)
def test_only_the_right_act_at_once_is_right(scorer, wanted, also_ok, judgement, is_right):
    assert scorer.is_right(result(wanted, judgement, also_ok=also_ok)) is is_right


def test_a_question_is_neither_right_nor_rejected(scorer):
    report = scorer.report(
        [
            result("change_pin", Acted("change_pin")),
            result("change_pin", Asked(("greet", "change_pin")), language="zh"),
            result("out_of_scope", Asked(("greet",))),
            result("out_of_scope", Rejected(), language="zh"),
        ]
    )

    assert report["n"] == 4
    assert report["accuracy"] == 0.5
    assert report["in_scope_accuracy"] == 0.5
    assert report["in_scope_rejected"] == 0
    assert report["out_of_scope_recall"] == 0.5
    assert report["asked"] == 0.5
    assert report["asked_right"] == 0.5
    assert report["by_language"]["zh"]["in_scope_accuracy"] == 0
    assert report["by_intent"]["change_pin"]["accuracy"] == 0.5
    assert report["ms_p50"] == 4.0


def test_an_insult_is_out_of_scope_whatever_courtesy_answers_it(scorer):
    report = scorer.report(
        [
            result("insult", Acted("insult")),
            result("insult", Rejected()),
            result("insult", Acted("change_pin")),
            result("change_pin", Acted("insult")),
        ]
    )

    assert report["out_of_scope_recall"] == pytest.approx(2 / 3, abs=1e-4)
    assert report["in_scope_accuracy"] == 0
    assert report["in_scope_rejected"] == 1


def test_entities_count_by_value_on_lines_that_name_theirs():
    parsed = {"entities": [{"entity": "amount", "value": 250000}]}
    wanted = frozenset({("amount", 250000.0), ("platform", "tws")})

    judged = Result(line("greet", entities=wanted), Rejected(), parsed)
    silent = Result(line("greet"), Rejected(), parsed)

    assert entity_f1([judged, silent]) == pytest.approx(2 / 3, abs=1e-4)
    assert entity_f1([silent]) is None


@pytest.mark.parametrize(
    "broken",
    [
        "{",
        "[]",
        '{"text": "hi"}',
        '{"text": "", "intent": "greet"}',
        '{"text": "hi", "intent": "greet", "lang": 3}',
        '{"text": "hi", "intent": "greet", "also_ok": "greet"}',
        '{"text": "hi", "intent": "greet", "entities": [{"value": 1}]}',
    ],
)
def test_a_bad_line_is_refused_by_its_number(tmp_path, capsys, broken):
    good = '{"text": "hi", "lang": "en", "intent": "greet"}'
    path = write(tmp_path / "data.jsonl", good, "", broken)

    assert main([str(path)]) == 2
    refusal = capsys.readouterr().err
    assert refusal.count("\n") == 1
    assert "line 3" in refusal


def test_a_file_that_is_missing_or_empty_is_refused(tmp_path, capsys):
    assert main([str(tmp_path / "nowhere.jsonl")]) == 2
    with pytest.raises(UnusableData, match="no line"):
        read_lines(write(tmp_path / "empty.jsonl"))
    assert capsys.readouterr().err.startswith("Refused:")


def test_entities_may_be_a_list_or_an_object(tmp_path):
    listed = {"text": "a", "intent": "b", "entities": [{"entity": "amount", "value": 5}]}
    named = {"text": "a", "intent": "b", "entities": {"amount": 5}}

    lines = read_lines(write(tmp_path / "d.jsonl", json.dumps(listed), json.dumps(named)))

    assert lines[0].entities == lines[1].entities == {("amount", 5.0)}


def test_text_is_folded_and_masked_as_in_the_chat():
    assert as_in_the_chat("  ／my code is 123456") == "my code is [code]"


def test_labels_are_read_from_the_bot():
    labels = contract_labels()

    assert labels["slower"] == "repeat"
    assert labels["stuck"] is None


def test_a_prediction_says_what_would_be_done():
    written = prediction(result("change_pin", Asked(("greet", "repeat"))))

    assert written["outcome"] == "asked"
    assert written["candidates"] == ["greet", "repeat"]
    assert written["predicted"] is None
