"""Messages: delivered into the inbox, reported to the product, listed by the API."""

from tests.standin.world import ALICE, BAO, LINE, World, eventually


def test_a_message_lands_in_the_inbox_and_is_reported(world: World) -> None:
    sent = world.twilio.messages.create(
        to=ALICE, from_=LINE, body="您的代码 Your code", status_callback=world.url("/bot/news")
    )
    news = world.bot.wait_for_news(2)
    inbox = world.http.get(world.url("/standin/messages"), params={"to": ALICE}).json()

    assert sent.status == "queued"
    assert [item["MessageStatus"] for item in news] == ["sent", "delivered"]
    assert {item["MessageSid"] for item in news} == {sent.sid}
    assert {item["SmsSid"] for item in news} == {sent.sid}
    assert world.bot.forged == 0
    assert [(item["id"], item["text"], item["status"]) for item in inbox] == [
        (sent.sid, "您的代码 Your code", "delivered")
    ]
    assert set(inbox[0]) == {"id", "at", "from", "to", "text", "status"}


def test_an_inbox_is_asked_for_with_either_spelling_of_the_plus(world: World) -> None:
    world.twilio.messages.create(to=ALICE, from_=LINE, body="one")
    world.twilio.messages.create(to=BAO, from_=LINE, body="two")
    raw = world.url(f"/standin/messages?to={ALICE}")
    encoded = world.url("/standin/messages?to=%2B12025550101")

    bodies = [[item["text"] for item in world.http.get(url).json()] for url in (raw, encoded)]

    assert bodies == [["one"], ["one"]]
    assert len(world.http.get(world.url("/standin/messages")).json()) == 2


def test_the_api_lists_and_fetches_messages(world: World) -> None:
    sent = world.twilio.messages.create(to=ALICE, from_=LINE, body="one")
    world.twilio.messages.create(to=BAO, from_=LINE, body="two")

    found = world.twilio.messages.list(to=ALICE, limit=20)

    assert [message.sid for message in found] == [sent.sid]
    assert world.twilio.messages(sent.sid).fetch().status == "delivered"


def test_chinese_messages_are_counted_in_short_segments(world: World) -> None:
    chinese = world.twilio.messages.create(to=ALICE, from_=LINE, body="码" * 71)
    latin = world.twilio.messages.create(to=ALICE, from_=LINE, body="a" * 160)

    assert (chinese.num_segments, latin.num_segments) == ("2", "1")


def test_calls_are_listed_newest_first_by_whom_and_page_by_page(world: World) -> None:
    placed = [world.call().sid for _ in range(3)]
    other = world.call(BAO).sid
    eventually(lambda: world.status(other) == "ringing")

    to_alice = [call.sid for call in world.twilio.calls.list(to=ALICE)]
    ringing = [call.sid for call in world.twilio.calls.list(to=BAO, status="ringing")]
    pages = [call.sid for call in world.twilio.calls.list(page_size=2)]

    assert to_alice == placed[::-1]
    assert ringing == [other]
    assert pages == [other, *placed[::-1]]
