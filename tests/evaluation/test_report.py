"""The report: what was left out, how far confidence can be believed, and the page."""

import io
import json
import tarfile

import pytest

from evaluation.certainty import bands, calibration_error, risk_at, risk_by_coverage
from evaluation.left_out import LeftOut, NothingLeftOut, as_result, read_left_out
from evaluation.pictures import draw_all
from evaluation.report import page, weakest, worst_pairs
from sls.domain.understanding import Acted, Rejected


def left_out(text, intent, *ranking):
    return LeftOut(text, intent, list(ranking))


LINES = [
    left_out("change my pin", "change_pin", ("change_pin", 0.95), ("m2fs", 0.05)),
    left_out("改PIN码", "change_pin", ("change_pin", 0.85), ("m2fs", 0.15)),
    left_out("new pin", "change_pin", ("m2fs", 0.75), ("change_pin", 0.25)),
    left_out("两个设备", "m2fs", ("change_pin", 0.35), ("m2fs", 0.3)),
    left_out("rain", "out_of_scope", ("out_of_scope", 0.3), ("m2fs", 0.2)),
]


@pytest.fixture
def model(tmp_path):
    """Return a function that writes a model with these files in a component's folder."""

    def write(**files):
        path = tmp_path / "model.tar.gz"
        with tarfile.open(path, "w:gz") as archive:
            for name, content in files.items():
                data = content.encode()
                info = tarfile.TarInfo(f"components/classifier/{name.replace('__', '.')}")
                info.size = len(data)
                archive.addfile(info, io.BytesIO(data))
        return path

    return write


def test_what_training_stored_is_read_back(model):
    line = {"text": "hi", "intent": "greet", "ranking": [["greet", 0.9], ["thank", 0.1]]}
    path = model(left_out__jsonl=json.dumps(line) + "\n", classes__json='{"threshold": 0.4}')

    lines, threshold = read_left_out(path)

    assert lines == [left_out("hi", "greet", ("greet", 0.9), ("thank", 0.1))]
    assert threshold == 0.4


def test_a_model_without_it_is_refused(model):
    with pytest.raises(NothingLeftOut):
        read_left_out(model(classes__json='{"threshold": 0.4}'))


@pytest.mark.parametrize(
    ("line", "judgement"),
    [
        (LINES[0], Acted("change_pin")),
        (LINES[4], Rejected()),
        (left_out("hm", "m2fs", ("greet", 0.3)), Rejected()),
    ],
)
def test_a_line_is_judged_as_the_assistant_would_act(line, judgement):
    assert as_result(line, 0.4).judgement == judgement


def test_bands_tell_confidence_and_accuracy():
    found = bands(LINES[:3])

    assert [(one.lines, one.confidence, one.accuracy) for one in found] == [
        (1, 0.75, 0.0),
        (1, 0.85, 1.0),
        (1, 0.95, 1.0),
    ]
    assert calibration_error(LINES[:3]) == pytest.approx((0.75 + 0.15 + 0.05) / 3, abs=1e-4)


def test_the_surest_lines_come_first_in_risk():
    coverage, risk = risk_by_coverage(LINES[:3])

    assert coverage == pytest.approx([1 / 3, 2 / 3, 1])
    assert risk == pytest.approx([0, 0, 1 / 3])
    assert risk_at(LINES[:3], 0.6) == 0


def test_worst_pairs_have_examples_of_each_language():
    table = worst_pairs([*LINES, left_out("换PIN", "change_pin", ("m2fs", 0.5))])

    assert table[2] == "| `change_pin` | `m2fs` | 2 | new pin; 换PIN |"
    assert table[3] == "| `m2fs` | `change_pin` | 1 | 两个设备 |"


def test_the_weakest_label_comes_first():
    assert weakest(LINES)[2] == "| `m2fs` | 0.000 | 1 |"


def test_page_and_pictures_are_made(tmp_path):
    drawn = draw_all(LINES, 0.4, tmp_path)
    written = page(LINES, 0.4, ["| `fresh`, this assistant | 1 | 1 | 1 | 0 | – |"])

    assert all(picture.stat().st_size > 1000 for picture in drawn)
    assert all(f"pictures/{picture.name}" in written for picture in drawn)
    assert "`fresh`, this assistant" in written
