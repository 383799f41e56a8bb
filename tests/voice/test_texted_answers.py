"""The whole way of a long answer: offered on the line, taken by key, read on the phone."""

import pytest

from tests.people import eventually
from tests.world import World

CALLERS = [("alice", "1", "en"), ("chen", "2", "zh_CN")]


@pytest.mark.parametrize(("username", "key", "language"), CALLERS)
def test_the_steps_of_a_procedure_arrive_as_a_text_message(
    world: World, username: str, key: str, language: str
) -> None:
    phone, texts = world.phone(username), world.core.texts
    phone.does("call")
    # The language, the first topic, Client Portal; then the steps are offered, and taken.
    for said, pressed in (
        ("line.greeting", key),
        ("line.menu", "1"),
        ("ask.platform", "1"),
        ("line.text_steps", ""),
    ):
        opening = texts.raw(language, said).partition("{")[0].split("，")[0][:14]
        eventually(lambda words=opening: words in phone.heard())
        if pressed:
            phone.does("press", digits=pressed)
    offered = [line for line in phone.heard().splitlines() if _label(world, language) in line]
    phone.does("press", digits=next(char for char in reversed(offered[-1]) if char.isdigit()))
    eventually(lambda: texts.text(language, "line.text_sent")[:12] in phone.heard())
    world.work()

    (message,) = eventually(lambda: world.http.inbox(phone.number))

    lines = message["text"].splitlines()
    assert [each[:3] for each in lines[1:3]] == ["1. ", "2. "]
    assert texts.text(language, "texted.unasked") == lines[-1]
    phone.does("hangup")


def test_whoever_sent_stop_hears_of_it_on_the_line(world: World) -> None:
    phone, texts = world.phone("alice"), world.core.texts
    phone.does("text", text="STOP")
    phone.does("call")
    for said, pressed in (("line.greeting", "1"), ("line.menu", "1"), ("ask.platform", "1")):
        opening = texts.raw("en", said).partition("{")[0][:14]
        eventually(lambda words=opening: words in phone.heard())
        phone.does("press", digits=pressed)
    eventually(lambda: _label(world, "en") in phone.heard())
    offered = [line for line in phone.heard().splitlines() if _label(world, "en") in line]
    phone.does("press", digits=next(char for char in reversed(offered[-1]) if char.isdigit()))
    eventually(lambda: texts.text("en", "line.text_sent")[:12] in phone.heard())
    world.work()

    phone.does("press", digits="2")

    told = texts.text("en", "line.text_opted_out")[:40]
    eventually(lambda: told in phone.heard())
    assert not [each for each in world.http.inbox(phone.number) if "1. " in each["text"]]


def _label(world: World, language: str) -> str:
    return world.core.texts.text(language, "option.text_answer")
