"""The trace of a call: every step, in the order in which it happened."""

from tests.standin.scripts import press_to_hear
from tests.standin.world import Person, World, eventually


def test_a_trace_tells_a_call_from_the_first_status_to_the_last(
    world: World, alice: Person
) -> None:
    press_to_hear(world)
    call = world.call()
    alice.answers()
    alice.waits_to_hear("Press 1.")
    alice.does("press", digits="1")
    alice.waits_to_hear("four. zero. two.")
    alice.does("press", digits="9")
    eventually(lambda: world.status(call.sid) == "completed")

    steps = world.trace(call.sid)

    assert [step["status"] for step in steps if step["kind"] == "status"] == [
        "ringing",
        "in-progress",
        "completed",
    ]
    webhooks = [step for step in steps if step["kind"] == "webhook"]
    assert [step["url"].rpartition("/")[2] for step in webhooks] == ["start", "code", "again"]
    assert webhooks[1]["told"] == ["Digits", "FinishedOnKey"]
    assert webhooks[0]["verbs"] == ["Gather", "Say", "Hangup"]
    assert [step["pressed"] for step in steps if step["kind"] == "input"] == ["1", "9"]


def test_a_trace_tells_how_long_words_take(world: World, alice: Person) -> None:
    world.bot.says(
        "start",
        '<Say language="cmn-CN"><prosody rate="50%">您的代码是四零</prosody></Say>'
        '<Say language="en-US">your code is now<break time="1s"/>here</Say><Pause length="3"/>',
    )
    call = world.call()

    alice.answers()
    eventually(lambda: world.status(call.sid) == "completed")

    seconds = [step["seconds"] for step in world.trace(call.sid, "verb")]
    assert seconds == [3.5, 3.0, 3.0]


def test_a_trace_tells_how_the_product_took_the_news(world: World, alice: Person) -> None:
    call = world.call(status_callback=world.url("/bot/news"))
    alice.waits_to_be("ringing")
    alice.does("busy")
    world.bot.wait_for_news(3)

    eventually(lambda: len(world.trace(call.sid, "callback")) == 3)

    told = [(step["CallStatus"], step["answered"]) for step in world.trace(call.sid, "callback")]
    assert told == [("initiated", 204), ("ringing", 204), ("busy", 204)]


def test_a_trace_names_errors_and_interventions(world: World, alice: Person) -> None:
    world.bot.says("start", "<Gather/>")
    call = world.call()
    alice.answers()
    world.bot.wait_for_news(1, "start")

    world.twilio.calls(call.sid).update(url=world.url("/bot/nowhere"))
    eventually(lambda: world.status(call.sid) == "completed")

    assert [step["Url"] for step in world.trace(call.sid, "api")] == [world.url("/bot/nowhere")]
    assert [step["code"] for step in world.trace(call.sid, "error")] == [11200]


def test_an_unknown_call_has_no_trace(world: World) -> None:
    answer = world.http.get(world.url("/standin/calls/CA0/trace"))

    assert (answer.status_code, answer.json()["code"]) == (404, "call_unknown")
