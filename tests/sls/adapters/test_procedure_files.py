"""Procedures as files."""

from pathlib import Path

import pytest

from sls.adapters.procedure_files import ProcedureLibrary
from tests.fakes.procedure_files import Shelf
from tests.fakes.procedures import NO_CODE

TEXT = """
id: {id}
version: 3
intents: [{intents}]
sources: [KB3396]
subjects: {{channel: voice}}
asks:
  - name: platform
    options: [tws, ios]
  - {{name: has_device, options: ["yes", "no"], when: {{platform: [tws, android]}}}}
steps:
  - id: open_link
    by: platform
    unless: {{voice: unavailable}}
    cites: [F1]
  - id: check_phone
    cites: [G62]
    offers: ["walk:change_pin"]
then: [change_pin]
facts: [how_long]
offers: ["send_code:sms"]
"""


def _write(folder: Path, name: str, procedure_id: str, intents: str) -> None:
    (folder / f"{name}.yml").write_text(
        TEXT.format(id=procedure_id, intents=intents), encoding="utf-8"
    )


@pytest.fixture(params=["twin", "adapter"])
def library(request, tmp_path):
    """Give a library of either kind with one procedure in it."""
    if request.param == "twin":
        return Shelf(NO_CODE)
    _write(tmp_path, "code_not_received", "code_not_received", "code_not_received")
    return ProcedureLibrary(tmp_path)


def test_a_procedure_is_found_by_its_id_and_by_an_intent(library):
    assert library.get("code_not_received").version == 3
    assert library.for_intent("code_not_received").id == "code_not_received"


def test_what_is_named_finds_its_procedure(library):
    assert library.about({"channel": "voice"}).id == "code_not_received"
    assert library.about({"device": "gold"}) is None


def test_what_is_not_there_is_not_found(library):
    assert library.get("change_pin") is None
    assert library.for_intent("change_pin") is None
    assert library.for_intent("") is None


def test_a_file_holds_everything_of_its_procedure(tmp_path):
    _write(tmp_path, "demo", "demo", "one, two")

    (procedure,) = ProcedureLibrary(tmp_path).all()

    assert procedure.intents == ("one", "two")
    assert procedure.asks[0].options == ("tws", "ios")
    assert procedure.steps[0].by == "platform"
    assert procedure.steps[0].condition.unless == {"voice": ("unavailable",)}
    assert procedure.steps[1].cites == ("G62",)
    assert procedure.steps[1].offers == ("walk:change_pin",)
    assert procedure.asks[1].options == ("yes", "no")
    assert procedure.asks[1].condition.when == {"platform": ("tws", "android")}
    assert (procedure.then, procedure.facts) == (("change_pin",), ("how_long",))
    assert procedure.offers == ("send_code:sms",)


def test_a_file_under_a_wrong_name_is_refused(tmp_path):
    _write(tmp_path, "other", "demo", "one")

    with pytest.raises(ValueError, match=r"other\.yml"):
        ProcedureLibrary(tmp_path)


def test_two_procedures_for_one_intent_are_refused(tmp_path):
    _write(tmp_path, "a", "a", "same")
    _write(tmp_path, "b", "b", "same")

    with pytest.raises(ValueError, match="same"):
        ProcedureLibrary(tmp_path)
