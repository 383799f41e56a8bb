"""The chat's events (design 4.3): a stream that resumes, and a long poll that waits."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import requests

from tests.people import Chat, LoginScreen, eventually
from tests.world import World
from web import streams

Frame = dict[str, str]


@contextmanager
def listening(chat: Chat, **headers: str) -> Iterator["Iterator[Frame]"]:
    """Open the stream of a chat's events and give its frames."""
    response = chat.http.get("/api/chat/events", headers={**chat.headers, **headers}, stream=True)
    try:
        assert response.status_code == 200
        yield frames(response)
    finally:
        response.close()


def frames(response: requests.Response) -> Iterator[Frame]:
    """Take a stream apart as a browser does."""
    frame: Frame = {}
    for line in response.iter_lines(chunk_size=1, decode_unicode=False):
        text = line.decode("utf-8")
        if not text:
            if frame:
                yield frame
            frame = {}
            continue
        name, _, value = text.partition(": ")
        assert name not in frame, "one line of data each"
        frame[name or "comment"] = value


def test_the_stream_is_server_sent_events(world: World) -> None:
    chat = Chat.open(world.http, language="zh_CN")

    response = world.http.get("/api/chat/events", headers=chat.headers, stream=True)
    found = frames(response)
    retry, greeting = next(found), next(found)
    response.close()

    assert response.headers["Content-Type"].split(";")[0] == "text/event-stream"
    assert "no-store" in response.headers["Cache-Control"]
    assert retry.keys() == {"retry"}
    assert greeting.keys() == {"id", "event", "data"}
    assert greeting["event"] == "message"
    assert json.loads(greeting["data"]) == chat.opened["messages"][0]


def test_the_stream_tells_what_happens_while_it_is_open(world: World) -> None:
    login = LoginScreen.of(world.http, "alice")
    chat = Chat.open(world.http, login=login.id)

    with listening(chat) as found:
        next(found), next(found)
        answer = chat.choose("send_code:voice")
        heard = [next(found) for _ in range(3)]

    kinds = [frame["event"] for frame in heard]
    assert sorted(kinds) == ["delivery", "message", "message"]
    told = [json.loads(frame["data"]) for frame in heard if frame["event"] == "message"]
    assert answer["messages"][0] in told
    ids = [int(frame["id"]) for frame in heard]
    assert ids == sorted(set(ids))


def test_a_stream_resumes_after_the_last_event_that_was_seen(world: World) -> None:
    chat = Chat.open(world.http)
    chat.choose("hand_off")
    everything = chat.events()

    with listening(chat, **{"Last-Event-ID": str(everything[0]["id"])}) as found:
        next(found)
        resumed = [next(found) for _ in everything[1:]]

    assert [int(frame["id"]) for frame in resumed] == [each["id"] for each in everything[1:]]


@pytest.mark.parametrize("last", ["", "nonsense", "-1", "9" * 40, "٣", "1; DROP TABLE events"])
def test_a_last_event_id_that_is_none_of_ours_starts_at_the_beginning(
    last: str, world: World
) -> None:
    chat = Chat.open(world.http)

    with listening(chat, **{"Last-Event-ID": last.encode().decode("latin-1")}) as found:
        next(found)
        first = next(found)

    assert json.loads(first["data"]) == chat.opened["messages"][0]


def test_two_chats_hear_only_their_own_events(world: World) -> None:
    mine, yours = Chat.open(world.http), Chat.open(world.http)

    with listening(mine) as found:
        next(found), next(found)
        yours.choose("hand_off")
        mine.choose("hand_off")
        heard = [json.loads(next(found)["data"])["id"] for _ in range(2)]

    own = {each["data"]["id"] for each in mine.events()}
    assert set(heard) <= own


def test_a_silent_stream_is_kept_alive_by_comments(own_world: World) -> None:
    # The one constant of the module that a test has to shorten: nobody wants to wait 15 s for it.
    usual = streams.HEARTBEAT_SECONDS
    streams.HEARTBEAT_SECONDS = 0.05
    chat = Chat.open(own_world.http)

    try:
        with listening(chat) as found:
            next(found), next(found)
            beats = [next(found), next(found)]
    finally:
        streams.HEARTBEAT_SECONDS = usual

    assert all(beat.keys() == {"comment"} for beat in beats)


def test_the_heartbeat_is_every_fifteen_seconds() -> None:
    assert streams.HEARTBEAT_SECONDS == 15


def test_a_poll_answers_at_once_with_what_there_is(world: World) -> None:
    chat = Chat.open(world.http)
    started = time.monotonic()

    (greeting,) = chat.events(after=0, wait=20)

    assert time.monotonic() - started < 5
    assert list(greeting) == ["id", "event", "data"]
    assert (greeting["event"], greeting["data"]) == ("message", chat.opened["messages"][0])


def test_a_poll_waits_and_wakes(world: World) -> None:
    chat = Chat.open(world.http)
    seen = chat.events()[-1]["id"]
    found: list[dict[str, Any]] = []
    poll = threading.Thread(target=lambda: found.extend(chat.events(seen, 20)))

    poll.start()
    was_waiting = poll.is_alive()
    answer = Chat(world.http, chat.opened, headers=chat.headers).choose("hand_off")
    poll.join(10)

    assert was_waiting
    assert not poll.is_alive()
    assert found[0]["id"] > seen
    rest = [each["data"]["id"] for each in chat.events(seen)]
    assert answer["messages"][0]["id"] in rest


def test_a_poll_comes_back_empty_when_its_time_is_up(world: World) -> None:
    chat = Chat.open(world.http)
    seen = chat.events()[-1]["id"]
    started = time.monotonic()

    found = chat.events(seen, 1)

    assert found == []
    assert 0.9 < time.monotonic() - started < 6


@pytest.mark.parametrize(
    "query", ["after=-1", "after=x&wait=y", "wait=-5", "wait=", "after=1e3", "after=%00"]
)
def test_a_poll_with_bad_numbers_answers_from_the_beginning(query: str, world: World) -> None:
    chat = Chat.open(world.http)

    answer = world.http.get(f"/api/chat/events?{query}", headers=chat.headers)

    assert answer.status_code == 200
    assert len(answer.json()["events"]) == 1


def test_streams_beyond_the_cap_are_told_to_come_back_later(own_world: World) -> None:
    usual = streams.MAX_STREAMS
    streams.MAX_STREAMS = 1
    chat = Chat.open(own_world.http)

    try:
        with listening(chat) as found:
            next(found)
            refused = own_world.http.get("/api/chat/events", headers=chat.headers)
            polled = chat.events()
    finally:
        streams.MAX_STREAMS = usual

    assert refused.status_code == 503
    assert int(refused.headers["Retry-After"]) > 0
    assert polled, "the long poll still works"


def test_a_stream_that_ends_gives_its_place_back(own_world: World) -> None:
    usual = streams.MAX_STREAMS
    streams.MAX_STREAMS = 1
    chat = Chat.open(own_world.http)

    def opens() -> bool:
        response = own_world.http.get("/api/chat/events", headers=chat.headers, stream=True)
        is_open = response.status_code == 200
        response.close()
        # A server notices that a page has gone when it next writes to it.
        chat.choose("hand_off")
        return is_open

    try:
        assert opens()
        assert eventually(opens)
    finally:
        streams.MAX_STREAMS = usual


def test_asking_only_for_the_streams_head_takes_no_place(own_world: World) -> None:
    chat = Chat.open(own_world.http)

    for _ in range(streams.MAX_STREAMS):
        own_world.client.head("/api/chat/events", headers=chat.headers)
    response = own_world.http.get("/api/chat/events", headers=chat.headers, stream=True)
    response.close()

    assert response.status_code == 200


def test_a_full_house_is_a_problem_like_any_other(own_world: World) -> None:
    usual = streams.MAX_STREAMS
    streams.MAX_STREAMS = 0
    chat = Chat.open(own_world.http)

    try:
        refused = own_world.http.get("/api/chat/events", headers=chat.headers)
    finally:
        streams.MAX_STREAMS = usual

    assert refused.headers["Content-Type"] == "application/problem+json"


def test_an_event_that_another_process_wrote_wakes_the_stream(world: World) -> None:
    login = LoginScreen.of(world.http, "alice")
    chat = Chat.open(world.http, login=login.id)

    with listening(chat) as found:
        next(found), next(found)
        login.ask_for("sms")
        world.work()
        states = [json.loads(next(found)["data"])["state"] for _ in range(2)]

    assert states == ["queued", "placing"]


def test_the_stream_speaks_the_language_of_each_message(world: World) -> None:
    chat = Chat.open(world.http, language="en")
    chat.say("没收到验证码")

    languages = [each["data"]["language"] for each in chat.events() if each["event"] == "message"]

    assert languages[0] == "en"
    assert set(languages[1:]) == {"zh_CN"}
