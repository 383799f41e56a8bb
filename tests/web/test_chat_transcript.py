"""The transcript (design 4.3): plain text, masked, in the session's language."""

import pytest

from tests.people import Chat
from tests.world import World

SPEAKERS = ("assistant", "customer", "assistant")


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_the_transcript_names_the_speakers_in_the_sessions_language(
    language: str, world: World
) -> None:
    chat = Chat.open(world.http, language=language)
    chat.choose("hand_off")

    answer = world.http.get("/api/chat/transcript", headers=chat.headers)

    words = answer.content.decode("utf-8")
    speakers = [world.core.texts.text(language, f"transcript.{who}") for who in SPEAKERS]
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    said = [line.split("  ", 1)[1].split(":")[0] for line in words.splitlines() if line]
    assert said == speakers


def test_the_transcript_hides_what_the_chat_has_hidden(world: World) -> None:
    chat = Chat.open(world.http)
    chat.say("my password is hunter2horse and the code is 402981")

    words = world.http.get("/api/chat/transcript", headers=chat.headers).text

    assert "hunter2horse" not in words
    assert "402981" not in words
    assert "[secret]" in words


def test_markup_in_a_transcript_is_only_text(world: World) -> None:
    chat = Chat.open(world.http)
    chat.say("<script>alert(1)</script>")

    answer = world.http.get("/api/chat/transcript", headers=chat.headers)

    assert "<script>alert(1)</script>" in answer.text
    assert answer.headers["Content-Type"].startswith("text/plain")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
