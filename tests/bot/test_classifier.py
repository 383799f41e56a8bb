"""The classifier ranks everything, rejects what fits nothing, and survives being stored."""

import json

import numpy as np
import pytest
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.sparse import csr_matrix

from bot.components.classifier import CalibratedClassifier
from bot.components.left_out import LEFT_OUT_FILE

DIRECTIONS = {"change_pin": 0, "greet": 1, "out_of_scope": 2}


def message(vector, intent=None):
    one = Message(data={"text": "words", **({"intent": intent} if intent else {})})
    dense = np.array([vector], dtype=np.float32)
    one.add_features(Features(dense, "sentence", "text", "embedding"))
    one.add_features(Features(csr_matrix(np.abs(dense)), "sentence", "text", "ngrams"))
    return one


@pytest.fixture
def trained(tmp_path):
    noise = np.random.default_rng(1)
    examples = [
        message(np.eye(3)[direction] * 3 + noise.normal(0, 0.4, 3), intent)
        for intent, direction in DIRECTIONS.items()
        for _ in range(30)
    ]
    storage, resource = LocalModelStorage(tmp_path), Resource("classifier")
    CalibratedClassifier({}, storage, resource).train(TrainingData(examples))
    return CalibratedClassifier.load({}, storage, resource, None)


def test_a_clear_message_gets_its_intent_and_the_whole_ranking(trained):
    one = message([3, 0, 0])

    trained.process([one])

    ranking = one.get("intent_ranking")
    assert one.get("intent")["name"] == "change_pin"
    assert {entry["name"] for entry in ranking} == set(DIRECTIONS)
    assert sum(entry["confidence"] for entry in ranking) == pytest.approx(1, abs=1e-4)


def test_a_message_that_fits_nothing_is_rejected_but_keeps_its_ranking(trained):
    one = message([1.5, 1.5, 0])
    trained._learned = trained._learned._replace(
        calibration=trained._learned.calibration._replace(threshold=1.01)
    )

    trained.process([one])

    names = [entry["name"] for entry in one.get("intent_ranking")]
    assert one.get("intent")["name"] == "nlu_fallback"
    assert names[0] == "nlu_fallback"
    assert set(names[1:]) == set(DIRECTIONS)


def test_an_alarm_that_may_be_meant_is_asked_about(trained):
    trained._config["alarm"] = "greet"
    near, clear = message([1.6, 1.4, 0]), message([3, 0, 0])

    trained.process([near, clear])

    names = [entry["name"] for entry in near.get("intent_ranking")]
    assert names[:3] == ["nlu_fallback", "change_pin", "greet"]
    assert clear.get("intent")["name"] == "change_pin"


def test_an_alarm_is_asked_about_even_beside_what_is_none_of_our_business(trained):
    trained._config["alarm"] = "greet"
    near = message([0, 1.58, 1.6])

    trained.process([near])

    names = [entry["name"] for entry in near.get("intent_ranking")]
    assert names[:3] == ["nlu_fallback", "out_of_scope", "greet"]


def test_the_handicap_of_out_of_scope_keeps_what_may_be_ours(trained):
    before, after = message([0, 1.4, 1.6]), message([0, 1.4, 1.6])

    trained.process([before])
    trained._config["handicap"] = 100
    trained.process([after])

    likely = [one["name"] for one in after.get("intent_ranking") if one["name"] in DIRECTIONS]
    assert before.get("intent")["name"] == "out_of_scope"
    assert likely[0] == "greet"


def test_learned_out_of_scope_is_not_turned_into_a_rejection(trained):
    one = message([0, 0, 3])

    trained.process([one])

    assert one.get("intent")["name"] == "out_of_scope"


def test_what_was_said_of_lines_left_out_is_kept_for_the_report(trained, tmp_path):
    (kept,) = tmp_path.rglob(LEFT_OUT_FILE)

    lines = [json.loads(line) for line in kept.read_text(encoding="utf-8").splitlines()]

    assert len(lines) == 90
    assert {line["intent"] for line in lines} == set(DIRECTIONS)
    assert all(line["ranking"][0][1] >= line["ranking"][1][1] for line in lines)


def test_a_message_without_text_is_left_alone(trained):
    one = Message(data={"text": ""})

    trained.process([one])

    assert one.get("intent") is None
