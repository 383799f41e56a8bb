"""Writing answers: what was or would be said, as one text message that costs so many segments."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sls.domain.messages import Utterance
from sls.domain.spoken_answers import MAX_UNPROVED_SEGMENTS
from sls.domain.text_messages import plain, segments
from sls.ports import Words


@dataclass(frozen=True)
class Answer:
    """What is to be read: its parts under a title; numbered ones are the steps of a procedure.

    `is_unproved` makes it short and adds a line for whoever did not call, for a number that calls
    is easily forged.
    """

    title: Utterance
    parts: Sequence[Utterance]
    is_numbered: bool = False
    is_unproved: bool = False


class WritingAnswers:
    """Fits answers into text messages."""

    def __init__(self, words: Words, most_segments: int) -> None:
        self._words = words
        self._most_segments = most_segments

    def fitted(self, language: str, answer: Answer) -> dict[str, Any] | None:
        """Return the message as plain data, with as many parts as fit, or None if not one does."""
        most = self._most_segments
        if answer.is_unproved:
            most = min(most, MAX_UNPROVED_SEGMENTS)
        for kept in range(len(answer.parts), 0, -1):
            message = _message(answer, kept)
            if segments(written(self._words, language, message)) <= most:
                return message
        return None


def written(words: Words, language: str, message: Mapping[str, Any]) -> str:
    """Return the words of a message."""
    lines = [_line(words, language, each) for each in message["lines"]]
    return plain("\n".join(lines))


def _message(answer: Answer, kept: int) -> dict[str, Any]:
    """Put one together: a head, the parts, what was left out, and a word to who did not call."""
    lines = [Utterance("texted.head", {"title": answer.title})]
    for number, part in enumerate(answer.parts[:kept], start=1):
        step = Utterance("texted.step", {"number": number, "text": part})
        lines.append(step if answer.is_numbered else part)
    if kept < len(answer.parts):
        lines.append(Utterance("texted.cut"))
    if answer.is_unproved:
        lines.append(Utterance("texted.unasked"))
    return {"lines": [each.as_data() for each in lines]}


def _line(words: Words, language: str, line: Mapping[str, Any]) -> str:
    return words.text(language, line["id"], **line["values"])
