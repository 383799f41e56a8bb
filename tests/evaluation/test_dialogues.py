"""Replaying dialogues (design 4.1): what a line may be, what counts as a match, what is printed."""

import json
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from evaluation import dialogues
from evaluation.dialogues import BadDialogue, read_dialogues, replay, report
from evaluation.openings import session_body
from tests.people import LoginScreen, eventually
from tests.world import World, shared_world

TALK = Path(__file__).resolve().parents[1] / "talk"
GOOD = {"id": "one", "lang": "en", "turns": [{"user": "hello"}]}
FIGURES = ["dialogues", "passed", "turns", "turns_passed", "failures"]


@pytest.fixture
def world() -> World:
    """Give the shared world, as new."""
    world = shared_world()
    world.reset()
    return world


def file_of(folder: Path, *lines: str) -> Path:
    """Write a file of dialogues."""
    path = folder / "dialogues.jsonl"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def passes(world: World, user: str, **wanted: Any) -> bool:
    """Whether one turn of one dialogue passes."""
    turn = {"user": user, **wanted}
    return replay(world.base_url, {"id": "one", "lang": "en", "turns": [turn]}) == []


def talked(argv: list[str]) -> int:
    """Run `make talk` in this process, and return how it ended."""
    before, sys.argv = sys.argv, ["dialogues", *argv]
    try:
        with pytest.raises(SystemExit) as ended:
            dialogues.main()
    finally:
        sys.argv = before
    return int(ended.value.code or 0)


def test_each_line_is_a_dialogue_and_blank_lines_are_none(tmp_path: Path) -> None:
    path = file_of(tmp_path, json.dumps(GOOD), "", "   ", json.dumps({**GOOD, "id": "two"}))

    found = list(read_dialogues(path))

    assert [each["id"] for each in found] == ["one", "two"]


def test_a_line_separator_inside_a_text_ends_no_line(tmp_path: Path) -> None:
    turns = [{"user": "two\u2028lines"}]
    path = file_of(tmp_path, json.dumps({**GOOD, "turns": turns}, ensure_ascii=False))

    found = list(read_dialogues(path))

    assert found[0]["turns"] == turns


BAD_LINES = {
    "no JSON": "hello",
    "half a line": '{"id": "one", "turns": [',
    "an array": "[]",
    "a text": '"one"',
    "null": "null",
    "no id": json.dumps({"turns": [{"user": "hello"}]}),
    "an empty id": json.dumps({**GOOD, "id": ""}),
    "no turns": json.dumps({"id": "one"}),
    "a turn without words": json.dumps({**GOOD, "turns": [{"must_contain": ["x"]}]}),
    "a turn with empty words": json.dumps({**GOOD, "turns": [{"user": ""}]}),
    "a turn that is a text": json.dumps({**GOOD, "turns": ["hello"]}),
}
UNNOTICED = {
    "no turn at all": json.dumps({**GOOD, "turns": []}),
    "turns that are a text": json.dumps({**GOOD, "turns": ""}),
    "one alternative that is no list": json.dumps(
        {**GOOD, "turns": [{"user": "hello", "must_contain": "Hello"}]}
    ),
    "a wait that is no number": json.dumps({**GOOD, "turns": [{"user": "hello", "wait_for": "x"}]}),
}


@pytest.mark.parametrize("case", BAD_LINES)
def test_a_line_that_is_no_dialogue_is_named_by_its_number(case: str, tmp_path: Path) -> None:
    path = file_of(tmp_path, json.dumps(GOOD), BAD_LINES[case])

    with pytest.raises(BadDialogue, match="line 2"):
        list(read_dialogues(path))


@pytest.mark.parametrize("case", UNNOTICED)
def test_a_line_that_would_check_nothing_is_no_dialogue(case: str, tmp_path: Path) -> None:
    path = file_of(tmp_path, json.dumps(GOOD), UNNOTICED[case])

    with pytest.raises(BadDialogue, match="line 2"):
        list(read_dialogues(path))


@pytest.mark.parametrize("case", ["no JSON", "an array", "no id"])
def test_a_bad_file_ends_with_2_and_one_sentence(
    case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = file_of(tmp_path, BAD_LINES[case])

    status = talked([str(path)])

    told = capsys.readouterr()
    assert status == 2
    assert told.out == ""
    assert told.err.startswith("make talk: line 1")
    assert len(told.err.splitlines()) == 1


def test_a_file_that_is_not_there_ends_with_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status = talked([str(tmp_path / "nothing.jsonl")])

    assert status == 2
    assert capsys.readouterr().err.startswith("make talk: ")


def test_a_file_that_is_not_utf_8_ends_with_2(tmp_path: Path) -> None:
    path = tmp_path / "dialogues.jsonl"
    path.write_bytes('{"id": "没收到验证码"}'.encode("gb18030"))

    assert talked([str(path)]) == 2


@pytest.mark.parametrize(
    ("wanted", "is_met"),
    [
        (["Hello"], True),
        (["HELLO"], True),
        (["ｈｅｌｌｏ"], True),
        (["nothing of the kind|Hello"], True),
        (["nothing of the kind|neither this"], False),
        (["Hello", "nothing of the kind"], False),
        (["Hello", "what can i help you with"], True),
        ([".*"], False),
        (["Call me"], True),
        ([], True),
    ],
    ids=str,
)
def test_every_entry_needs_one_of_its_alternatives(
    wanted: list[str], is_met: bool, world: World
) -> None:
    assert passes(world, "hello", must_contain=wanted) == is_met


@pytest.mark.parametrize(
    ("unwanted", "is_met"),
    [(["Hello"], False), (["x y z|hello"], False), (["x y z"], True), (["ＣＡＬＬ ＭＥ"], False)],
    ids=str,
)
def test_no_entry_of_must_not_may_match(unwanted: list[str], is_met: bool, world: World) -> None:
    assert passes(world, "hello", must_not=unwanted) == is_met


def test_what_the_customer_said_does_not_count(world: World) -> None:
    assert passes(world, "hello", must_not=["a word of the customer"])
    assert not passes(world, "a word of the customer", must_contain=["a word of the customer"])


def test_a_line_may_say_how_its_session_is_opened(world: World) -> None:
    login = LoginScreen.of(world.http, "alice", language="zh_CN")
    turns = [{"user": "打给我", "must_contain": ["+1 ••• 0101"]}]

    failures = replay(
        world.base_url, {"id": "one", "lang": "zh_CN", "open": {"login": login.id}, "turns": turns}
    )

    assert failures == []


def test_a_turn_may_wait_for_what_is_pushed(world: World) -> None:
    login = LoginScreen.of(world.http, "alice")
    turn = {"user": "call me", "wait_for": 10, "must_contain": ["is ringing"]}

    def rings() -> None:
        eventually(lambda: login.view()["deliveries"])
        threading.Event().wait(0.3)  # the answer is on its way before the phone rings
        world.work()

    worker = threading.Thread(target=rings)
    worker.start()
    failures = replay(
        world.base_url, {"id": "one", "lang": "en", "open": {"login": login.id}, "turns": [turn]}
    )
    worker.join()

    assert failures == []


def test_the_figures_count_dialogues_and_turns(world: World) -> None:
    good = {"user": "hello", "must_contain": ["Hello"]}
    bad = {"user": "thanks", "must_contain": ["nothing of the kind"], "must_not": ["welcome"]}

    figures = report(
        world.base_url,
        [{**GOOD, "turns": [good, good]}, {**GOOD, "id": "two", "turns": [good, bad, bad]}],
    )

    assert list(figures) == FIGURES
    assert [figures[name] for name in FIGURES[:4]] == [2, 1, 5, 3]
    first = figures["failures"][0]
    assert (first["dialogue"], first["turn"], first["user"]) == ("two", 2, "thanks")
    assert first["missing"] == ["nothing of the kind"]
    assert first["unwanted"] == ["welcome"]


@pytest.mark.parametrize(("wanted", "status"), [("Hello", 0), ("nothing of the kind", 1)])
def test_the_last_line_is_one_json_object(
    wanted: str, status: int, world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    turns = [{"user": "hello", "must_contain": [wanted]}]
    path = file_of(tmp_path, json.dumps({**GOOD, "turns": turns}))

    ended = talked([str(path), "--url", world.base_url + "/"])

    figures = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert ended == status
    assert list(figures) == FIGURES


def test_an_instance_that_is_not_there_fails_the_dialogue_and_not_the_run() -> None:
    figures = report("http://127.0.0.1:9", [GOOD])

    assert (figures["dialogues"], figures["passed"]) == (1, 0)
    assert "request failed" in str(figures["failures"])


def test_our_own_dialogues_are_many_and_in_both_languages() -> None:
    found = list(read_dialogues(TALK))

    ids = [each["id"] for each in found]
    assert len(found) >= 12
    assert len(ids) == len(set(ids))
    assert {each["lang"] for each in found} == {"en", "zh_CN"}
    assert all(
        turn.get("must_contain") or turn.get("must_not") for each in found for turn in each["turns"]
    )


def test_a_kept_part_of_a_reply_is_said_in_another_session(world: World) -> None:
    turns = [
        {"user": "hello", "keep": {"word": "[Hh]ello"}, "must_contain": ["Hello"]},
        {"user": "next", "must_contain": ["no steps under way"]},
        {"user": "{word}".lower(), "in": "second", "must_not": ["no steps under way"]},
    ]
    wrong = [*turns[:2], {"user": "{word}", "in": "second", "must_contain": ["{word}"]}]

    assert replay(world.base_url, {"id": "two", "lang": "en", "turns": turns}) == []
    assert replay(world.base_url, {"id": "two", "lang": "en", "turns": wrong}) != []


def test_a_session_may_be_opened_at_a_login_of_the_cast(world: World) -> None:
    opening = {"login_as": {"username": "alice"}}
    turns = [{"user": "text me", "must_contain": ["+1 ••• 0101"]}]

    dialogue = {"id": "one", "lang": "en", "open": opening, "turns": turns}
    assert replay(world.base_url, dialogue) == []


def test_a_session_may_come_with_the_sites_word_for_who_it_is(world: World) -> None:
    body = session_body(world.base_url, {"identity_of": "bao", "language": "en"})

    opened = world.http.post("/api/chat/sessions", body).json()
    assert (opened["level"], opened["language"]) == (2, "en")


@pytest.mark.parametrize(
    "path",
    sorted(TALK.rglob("*.jsonl")),
    ids=lambda path: f"{path.parent.name}-{path.stem}",
)
def test_our_own_dialogues_pass(path: Path, instance_url: str) -> None:
    figures = report(instance_url, list(read_dialogues(path)))

    assert figures["failures"] == []
    assert figures["passed"] == figures["dialogues"] > 0
