"""The head of the audit chain in a file."""

import pytest

from sls.adapters.audit_anchor import FileAnchor
from sls.domain.audit import Head
from sls.ports.audit import SignedHead

SIGNED = SignedHead(Head(7, "a" * 64), "b" * 64)


@pytest.fixture
def file(tmp_path):
    """Give a file in a folder that is not there yet."""
    return tmp_path / "kept" / "audit-head.json"


def test_before_the_first_head_there_is_none(file):
    assert FileAnchor(file).read() is None


def test_the_head_that_was_kept_is_read_again(file):
    FileAnchor(file).keep(SignedHead(Head(6, "c" * 64), "d" * 64))

    FileAnchor(file).keep(SIGNED)

    assert FileAnchor(file).read() == SIGNED
    assert [each.name for each in file.parent.iterdir()] == [file.name]


@pytest.mark.parametrize("text", ["", "{", "[]", "7", '{"seq": 7}', '{"seq": "x", "seal": "a"}'])
def test_a_file_that_holds_no_head_is_not_read_as_none(text, file):
    file.parent.mkdir()
    file.write_text(text, encoding="utf-8")

    with pytest.raises(ValueError):  # noqa: PT011 - JSON's own error is one
        FileAnchor(file).read()
