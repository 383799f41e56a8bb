"""Status callbacks: signed, in order, and only those that were asked for."""

from email.utils import parsedate_to_datetime

from tests.standin.world import Person, World, eventually

EVERYTHING = ["initiated", "ringing", "in-progress", "completed"]


def test_callbacks_are_signed_and_arrive_in_order(world: World, alice: Person) -> None:
    world.bot.says("start", "<Hangup/>")
    call = world.call()

    alice.answers()
    news = world.bot.wait_for_news(4)

    assert [item["CallStatus"] for item in news] == EVERYTHING
    assert [item["SequenceNumber"] for item in news] == ["0", "1", "2", "3"]
    assert {item["CallSid"] for item in news} == {call.sid}
    assert world.bot.forged == 0


def test_a_callback_says_what_twilio_says(world: World, alice: Person) -> None:
    world.bot.says("start", "<Hangup/>")
    world.call()

    alice.answers()
    last = world.bot.wait_for_news(4)[-1]

    assert (last["Direction"], last["ApiVersion"]) == ("outbound-api", "2010-04-01")
    assert (last["To"], last["From"]) == (alice.number, "+15005550006")
    assert last["CallDuration"] == "0"
    assert parsedate_to_datetime(last["Timestamp"]).tzinfo is not None


def test_without_a_list_of_events_only_the_end_is_reported(world: World, alice: Person) -> None:
    world.bot.says("start", "<Hangup/>")
    call = world.call(status_callback_event=[])

    alice.answers()
    eventually(lambda: world.status(call.sid) == "completed")
    news = world.bot.wait_for_news(1)

    assert [(item["CallStatus"], item["SequenceNumber"]) for item in news] == [("completed", "0")]


def test_a_fragment_is_neither_sent_nor_signed(world: World, alice: Person) -> None:
    world.bot.says("start", "<Hangup/>")
    world.call(
        url=world.url("/bot/start?job=7#rc=2&rp=ct"),
        status_callback=world.url("/bot/news?job=7#rc=2"),
    )

    alice.answers()

    assert len(world.bot.wait_for_news(4)) == 4
    assert world.bot.forged == 0


def test_callbacks_by_get_are_signed_too(world: World, alice: Person) -> None:
    call = world.call(status_callback_method="GET")

    alice.waits_to_be("ringing")

    assert world.bot.wait_for_news(2)[1]["CallSid"] == call.sid
    assert world.bot.forged == 0


def test_an_unreachable_callback_does_not_hold_up_the_call(world: World, alice: Person) -> None:
    world.bot.says("start", "<Say>Hello.</Say>")
    call = world.call(status_callback="http://127.0.0.1:9/news")

    alice.answers()

    eventually(lambda: world.status(call.sid) == "completed")
