"""Answers as one text message: on whole parts, within the segments, and honest about the rest."""

import pytest

from sls.domain.messages import Utterance
from sls.domain.text_messages import segments
from sls.services.writing_answers import Answer, WritingAnswers, written


class Sentences:
    """Words of a length that a test can count with."""

    def text(self, language: str, message_id: str, **values: object) -> str:
        """Return a sentence, or the parts that it is made of."""
        if message_id.startswith("part"):
            return message_id.ljust(100, ".")
        shown = " ".join(_inner(self, language, each) for each in values.values())
        return f"{message_id} {shown}".strip()

    def phrases(self, _language: str, _message_id: str) -> tuple[str, ...]:
        """Know no other words."""
        return ()


def _inner(words: Sentences, language: str, value: object) -> str:
    return words.text(language, value["id"]) if isinstance(value, dict) else str(value)


def _answer(count: int, **options: bool) -> Answer:
    parts = [Utterance(f"part{number}") for number in range(1, count + 1)]
    return Answer(Utterance("title"), parts, **options)


@pytest.fixture
def words() -> Sentences:
    """Give the words."""
    return Sentences()


def test_everything_that_fits_is_in_it(words):
    message = WritingAnswers(words, 4).fitted("en", _answer(3, is_numbered=True))

    lines = written(words, "en", message).splitlines()
    assert lines[0] == "texted.head title"
    assert [each.split()[1] for each in lines[1:]] == ["1", "2", "3"]


def test_what_does_not_fit_is_left_out_in_whole_parts_and_that_is_said(words):
    message = WritingAnswers(words, 2).fitted("en", _answer(5))

    text = written(words, "en", message)
    lines = text.splitlines()
    assert segments(text) <= 2
    assert lines[-1] == "texted.cut"
    assert [each.rstrip(".") for each in lines[1:-1]] == ["part1", "part2"]


def test_a_message_into_which_nothing_fits_is_none(words):
    assert WritingAnswers(words, 1).fitted("en", _answer(1, is_unproved=True)) is not None
    long = Answer(Utterance("part"), [Utterance("part1")])

    assert WritingAnswers(words, 1).fitted("en", long) is None


def test_whoever_did_not_call_is_told_why_it_came(words):
    message = WritingAnswers(words, 8).fitted("en", _answer(1, is_unproved=True))

    assert written(words, "en", message).splitlines()[-1] == "texted.unasked"
