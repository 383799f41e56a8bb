"""Agents see who is being put through to them, and for a while how it ended."""

import pytest

from sls.domain.calls import CallTurn
from tests.people import NUMBERS
from tests.world import World

ALICE = NUMBERS["alice"]


class OnTheLine:
    """Alice, who calls our line, walks, and wants a person."""

    def __init__(self, world: World) -> None:
        self._line = world.core.answering_line
        self._line.answer("CA1", ALICE)
        for turn, key in enumerate(("1", "1", "1", "1", "0")):
            self._line.hear("CA1", turn, CallTurn(keys=key, caller=ALICE))

    def is_gone(self) -> None:
        """Hang up."""
        self._line.end("CA1")


@pytest.fixture
def alice(world) -> OnTheLine:
    """Give Alice, who is being put through."""
    return OnTheLine(world)


def _row(page: str) -> str:
    return page.partition("callback transfer")[2].partition("</li>\n    </ul>")[0]


@pytest.mark.parametrize(
    ("language", "waiting", "unproven", "title"),
    [
        ("en", "Waiting for you", "Identity not proven", "Login code"),
        ("zh_CN", "等待接听", "身份未确认", "验证码"),
    ],
)
def test_the_page_tells_topic_language_step_and_proof(
    client, alice, language, waiting, unproven, title
):
    row = _row(client.get(f"/desk/callbacks?lang={language}").text)

    assert waiting in row
    assert unproven in row
    assert title in row
    assert {"en": "English", "zh_CN": "英文"}[language] in row
    assert "/desk/procedures/code_not_received" in row


def test_nothing_of_the_callers_number_is_shown(client, alice):
    page = client.get("/desk/callbacks").text

    assert ALICE not in page
    assert "0101" not in page


def test_what_was_tried_is_listed(client, alice, world):
    page = client.get("/desk/callbacks?lang=en").text

    with world.core.units.read() as unit:
        (transfer,) = unit.transfers.since(world.core.clock.now().replace(year=2000))
        walk = unit.conversations.get(transfer.conversation_id).walks[-1]
    assert walk["said"]
    for step in walk["said"]:
        assert world.core.texts.text("en", step).splitlines()[0][:30] in page.replace("&#39;", "'")


def test_how_it_ended_is_told(client, alice):
    alice.is_gone()

    row = _row(client.get("/desk/callbacks?lang=en").text)

    assert "Hung up before" in row
    assert "Until" in row


def test_without_a_transfer_there_is_no_row(client, world):
    assert "callback transfer" not in client.get("/desk/callbacks").text
