"""Events as the chat sees them: ids and values become words here, in the session's language."""

from typing import Any

from sls.domain.conversations import Event
from sls.domain.messages import Utterance
from sls.texts import Catalogues
from web.times import rfc3339


def message(texts: Catalogues, event: Event) -> dict[str, Any]:
    """Return a message event in the form of design 4.3."""
    data = event.data
    language = data["language"]
    utterance = data.get("utterance")
    options: list[str] = utterance["options"] if utterance else []
    words = (
        texts.say(language, Utterance(utterance["id"], utterance["values"]))
        if utterance
        else data["text"]
    )
    return {
        "id": data["id"],
        "from": data["from"],
        "language": language,
        "text": words,
        "options": [{"id": each, "label": texts.label(language, each)} for each in options],
        "masked": data["masked"],
        "at": rfc3339(event.created_at),
    }


def event_data(texts: Catalogues, event: Event) -> dict[str, Any]:
    """Return an event's data for the stream."""
    return message(texts, event) if event.kind == "message" else dict(event.data)


def transcript(texts: Catalogues, events: list[Event], language: str) -> str:
    """Return a conversation as plain text, masked, with the speakers named in one language."""
    lines = []
    for event in events:
        if event.kind == "message":
            said = message(texts, event)
            speaker = texts.text(language, f"transcript.{said['from']}")
            lines.append(f"{said['at']}  {speaker}: {said['text']}")
    return "\n".join(lines) + "\n"
