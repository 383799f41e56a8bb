"""The skeleton of a new procedure."""

import json
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from authoring.procedure import CannotScaffold, scaffold
from sls.adapters.procedure_files import ProcedureLibrary
from sls.texts import Catalogues

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def project(tmp_path) -> Path:
    """Give an empty project."""
    for folder in ("procedures", "locales/en/LC_MESSAGES", "locales/zh_CN/LC_MESSAGES"):
        (tmp_path / folder).mkdir(parents=True)
    return tmp_path


def test_the_skeleton_keeps_to_the_schema_and_loads(project):
    scaffold(project, "move_abroad")

    data = yaml.safe_load((project / "procedures" / "move_abroad.yml").read_text())
    schema = json.loads((ROOT / "procedures" / "schema.json").read_text())
    assert list(Draft202012Validator(schema).iter_errors(data)) == []
    assert ProcedureLibrary(project / "procedures").get("move_abroad") is not None


def test_its_texts_are_named_and_missing_in_both_languages(project):
    scaffold(project, "move_abroad")

    procedure = ProcedureLibrary(project / "procedures").get("move_abroad")
    for language in ("en", "zh_CN"):
        po = project / "locales" / language / "LC_MESSAGES" / "procedure_move_abroad.po"
        named = {line.split('"')[1] for line in po.read_text().splitlines() if "msgid" in line}
        assert set(procedure.message_ids()) == named - {""}
        assert Catalogues(project / "locales").ids(language) == set()


def test_nothing_that_exists_is_overwritten(project):
    scaffold(project, "move_abroad")

    with pytest.raises(CannotScaffold):
        scaffold(project, "move_abroad")


@pytest.mark.parametrize("name", ["", "No", "../x", "a b", "9lives", "x" * 60])
def test_a_name_that_is_none_is_refused(project, name):
    with pytest.raises(CannotScaffold):
        scaffold(project, name)
    assert list((project / "procedures").iterdir()) == []
