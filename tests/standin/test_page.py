"""The page with the phones, as it leaves the server."""

import json
import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
import requests

from standin.events import MOST_STREAMS
from tests.standin.world import ALICE, LINE, World

REMOTE = re.compile(r"""(?:src|href)=["'](?:https?:)?//""")


def page(world: World, query: str = "", **headers: str) -> str:
    """Load the page."""
    return world.http.get(world.url(f"/standin{query}"), headers=headers).text


def events(answer: requests.Response) -> Iterator[tuple[str, dict[str, Any]]]:
    """Read the events of a stream with their ids."""
    lines = answer.iter_lines(chunk_size=1, decode_unicode=True)
    event_id = ""
    for line in lines:
        if line.startswith("id: "):
            event_id = line[4:]
        if line.startswith("data: "):
            yield event_id, json.loads(line[6:])


def follow(world: World, after: str = "") -> requests.Response:
    """Open the stream of news."""
    headers = {"Last-Event-ID": after} if after else {}
    return requests.get(world.url("/standin/events"), headers=headers, stream=True, timeout=10)


@pytest.mark.parametrize(
    ("query", "accepted", "tag"),
    [
        ("?lang=en", "zh-CN", "en"),
        ("?lang=zh_CN", "en", "zh-Hans"),
        ("", "zh-CN,zh;q=0.9", "zh-Hans"),
        ("", "en-GB", "en"),
        ("?lang=fr", "fr", "en"),
    ],
)
def test_the_page_speaks_the_language_asked_for_or_the_browsers(
    world: World, query: str, accepted: str, tag: str
) -> None:
    assert f'<html lang="{tag}">' in page(world, query, **{"Accept-Language": accepted})


def test_the_page_keeps_the_secrets_of_the_cast_to_itself(world: World) -> None:
    assert "a secret" not in unescape(page(world))


def test_the_page_needs_nothing_inline_and_nothing_from_elsewhere(world: World) -> None:
    html = page(world)

    assert not REMOTE.search(html)
    assert "<style" not in html
    assert " style=" not in html
    assert " on" not in " ".join(re.findall(r"<[^>]*\son\w+=", html))
    assert re.findall(r"<script(?![^>]*\ssrc=)", html) == []


def test_every_file_the_page_names_is_served(world: World) -> None:
    found = re.findall(r'(?:src|href)="(/standin/static/[^"#]+)', page(world))

    assert len(found) >= 4
    assert {world.http.get(world.url(path)).status_code for path in found} == {200}


@pytest.mark.parametrize("spelling", ["%2B12025550101", "+12025550101"])
def test_one_phone_can_be_shown_alone(world: World, spelling: str) -> None:
    assert f'data-phone="{ALICE}"' in page(world, f"?phone={spelling}")


def test_a_phone_in_the_address_cannot_break_out_of_the_page(world: World) -> None:
    assert "<script>alert" not in page(world, "?phone=%22><script>alert(1)</script>")


def test_the_stream_starts_with_everything_and_goes_on_with_news(
    world: World,
) -> None:
    world.twilio.messages.create(to=ALICE, from_=LINE, body="first")

    with follow(world) as answer:
        stream = events(answer)
        _, start = next(stream)
        world.twilio.messages.create(to=ALICE, from_=LINE, body="second")
        _, news = next(stream)

    assert (start["fresh"], [item["text"] for item in start["messages"]]) == (True, ["first"])
    assert (news["fresh"], [item["text"] for item in news["messages"]]) == (False, ["second"])
    assert answer.headers["Content-Type"].startswith("text/event-stream")


def test_a_stream_resumes_where_it_broke_off(world: World) -> None:
    world.twilio.messages.create(to=ALICE, from_=LINE, body="first")
    with follow(world) as answer:
        event_id, _ = next(events(answer))
    world.twilio.messages.create(to=ALICE, from_=LINE, body="second")

    with follow(world, event_id) as answer:
        _, news = next(events(answer))

    assert [item["text"] for item in news["messages"]] == ["second"]


def test_a_reset_starts_the_stream_afresh(world: World) -> None:
    with follow(world) as answer:
        stream = events(answer)
        next(stream)
        world.http.post(world.url("/standin/reset"), json={})

        fresh = any(news["fresh"] for _, (_, news) in zip(range(3), stream, strict=False))

    assert fresh


def test_more_readers_than_the_server_bears_are_asked_to_wait(world: World) -> None:
    open_streams = [follow(world) for _ in range(MOST_STREAMS)]

    refused = follow(world)

    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "5")
    for answer in open_streams:
        answer.close()
