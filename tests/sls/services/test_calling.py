"""Calling: the key, the code, and what the provider tells (security A17, A21)."""

from itertools import pairwise

import pytest

from sls.domain.calls import (
    HangUp,
    Listen,
    Pace,
    ReadCode,
    Speak,
    Speech,
)
from sls.domain.deliveries import DeliveryState
from sls.domain.errors import CallRefused
from sls.domain.factors import Channel
from sls.domain.gates import MAX_GATE_TRIES
from tests.fakes.bootstrap import Sent, World

S = DeliveryState


@pytest.fixture
def call(world) -> Sent:
    """Give a call that the provider has placed as CA1."""
    return world.rings(world.logs_in())


def _said(speech: Speech) -> list[str]:
    """Return the ids of everything said, prompts of a listening included."""
    said = []
    for part in speech.parts:
        if isinstance(part, Speak):
            said.append(part.message_id)
        elif isinstance(part, Listen):
            said += [prompt.message_id for prompt in part.prompts]
    return said


def _codes(speech: Speech) -> list[ReadCode]:
    return [part for part in speech.parts if isinstance(part, ReadCode)]


def _ends(speech: Speech) -> bool:
    return isinstance(speech.parts[-1], HangUp)


def _right_key(world: World, call: Sent) -> str:
    return world.delivery(call.delivery.id).gate_key


def _other_key(world: World, call: Sent) -> str:
    return str(int(_right_key(world, call)) % 9 + 1)


def _answer(world: World, call: Sent) -> Speech:
    return world.calling.answer(call.delivery.job, "CA1")


def _press(world: World, call: Sent, key: str) -> Speech:
    return world.calling.press_at_gate(call.delivery.job, "CA1", key)


def _hear_code(world: World, call: Sent) -> Speech:
    _answer(world, call)
    return _press(world, call, _right_key(world, call))


def _menu(world: World, call: Sent, key: str) -> Speech:
    return world.calling.press_after_code(call.delivery.job, "CA1", key)


def _told(world: World, call: Sent, status: str, sid: str = "CA1", sip: str | None = None) -> None:
    world.calling.provider_says(call.delivery.job, sid, status, sip)


def _state(world: World, call: Sent) -> DeliveryState:
    return world.delivery(call.delivery.id).state


def test_an_answered_call_asks_for_exactly_one_key_before_anything_else(world, call):
    speech = _answer(world, call)

    (listen,) = speech.parts
    assert [prompt.message_id for prompt in listen.prompts] == ["voice.welcome", "voice.press_key"]
    assert listen.prompts[1].values == {"key": call.delivery.gate_key}
    assert listen.to == listen.otherwise == "gate"
    assert _state(world, call) is S.ANSWERED


def test_no_code_is_spoken_before_the_key(world, call):
    speeches = [
        _answer(world, call),
        _press(world, call, ""),
        _press(world, call, _other_key(world, call)),
        _press(world, call, "#"),
        _press(world, call, ""),
    ]

    assert not any(_codes(speech) for speech in speeches)
    assert not any(call.code in repr(speech) for speech in speeches)
    assert _state(world, call) is S.ANSWERED


def test_the_right_key_has_the_code_read_twice(world, call):
    speech = _hear_code(world, call)

    assert _codes(speech) == [ReadCode(call.code, Pace.NORMAL)] * 2
    assert _said(speech)[:4] == [
        "voice.code_follows",
        "voice.once_more",
        "voice.never_share",
        "voice.menu",
    ]
    assert _state(world, call) is S.READ_OUT


@pytest.mark.parametrize(("key", "opening"), [("", "voice.no_key"), ("other", "voice.wrong_key")])
def test_silence_and_a_wrong_key_are_asked_again_and_told_apart(world, call, key, opening):
    _answer(world, call)

    speech = _press(world, call, _other_key(world, call) if key else "")

    assert _said(speech) == [opening, "voice.press_key"]
    assert speech.parts[0].to == "gate"


@pytest.mark.parametrize(("key", "tries"), [("", 3), ("0", 2)])
def test_a17_after_three_silences_or_two_wrong_keys_the_call_ends(world, call, key, tries):
    """A greeting that plays one tone gets two chances in nine, not three."""
    _answer(world, call)

    speeches = [_press(world, call, key) for _ in range(tries)]

    assert _said(speeches[-1]) == ["voice.goodbye_unheard"]
    assert [_ends(speech) for speech in speeches] == [False] * (tries - 1) + [True]


def test_after_three_tries_the_right_key_comes_too_late(world, call):
    _answer(world, call)
    for _ in range(MAX_GATE_TRIES):
        _press(world, call, "0")

    assert not _codes(_press(world, call, _right_key(world, call)))


def test_each_try_asks_for_another_key_than_the_one_before(world, call):
    """A17: a greeting that plays a key cannot learn it from the try before."""
    _answer(world, call)
    keys = [_right_key(world, call)]
    for _ in range(MAX_GATE_TRIES - 1):
        speech = _press(world, call, "")
        keys.append(_right_key(world, call))
        assert speech.parts[0].prompts[1].values == {"key": keys[-1]}

    assert all(before != after for before, after in pairwise(keys))
    assert set(keys) <= set("123456789")


def test_a17_the_key_of_the_try_before_opens_nothing(world, call):
    _answer(world, call)
    before = _right_key(world, call)
    _press(world, call, "")

    assert not _codes(_press(world, call, before))


def test_an_answer_told_twice_keeps_its_key(world, call):
    """A21: the provider repeats what it did not hear an answer to."""
    assert _answer(world, call) == _answer(world, call)


def test_a17_a_machine_is_asked_nothing_and_told_nothing(world, call):
    speech = world.calling.answer_by_machine(call.delivery.job, "CA1")

    delivery = world.delivery(call.delivery.id)
    assert speech.parts == (HangUp(),)
    assert (delivery.state, delivery.reason) == (S.NO_ANSWER, "machine")
    assert delivery.gate_tries == 1
    assert not _codes(_press(world, call, delivery.gate_key))


def test_a17_a_machine_found_later_has_the_call_ended(world, call):
    _answer(world, call)

    world.calling.machine_found(call.delivery.job, "CA1")
    world.hanging_up.work_once()

    delivery = world.delivery(call.delivery.id)
    assert (delivery.state, delivery.reason) == (S.NO_ANSWER, "machine")
    assert world.telephony.ended == ["CA1"]
    assert not _codes(_press(world, call, delivery.gate_key))


def test_whoever_pressed_the_key_is_no_machine(world, call):
    _hear_code(world, call)

    world.calling.machine_found(call.delivery.job, "CA1")
    world.hanging_up.work_once()

    assert _state(world, call) is S.READ_OUT
    assert world.telephony.ended == []


@pytest.mark.parametrize(("job", "sid"), [("unknown", "CA1"), (None, "CA2"), (None, "")])
def test_a_machine_in_a_foreign_call_changes_nothing(world, call, job, sid):
    _answer(world, call)

    world.calling.machine_found(job or call.delivery.job, sid)

    assert _state(world, call) is S.ANSWERED


def test_the_third_try_may_be_the_right_one(world, call):
    _answer(world, call)
    for _ in range(MAX_GATE_TRIES - 1):
        _press(world, call, "")

    assert _codes(_press(world, call, _right_key(world, call)))


def test_one_wrong_key_is_forgiven(world, call):
    _answer(world, call)
    _press(world, call, "0")

    assert _codes(_press(world, call, _right_key(world, call)))


def test_a_key_of_several_digits_opens_nothing(world, call):
    _answer(world, call)

    assert not _codes(_press(world, call, call.delivery.gate_key * 2))


def test_the_language_and_region_of_the_delivery_are_spoken(world):
    call = world.rings(world.logs_in(language="zh_CN"))

    speech = _answer(world, call)

    assert (speech.language, speech.region) == ("zh_CN", "US")


def test_only_the_first_call_owns_its_delivery(world, call):
    _answer(world, call)

    for step in (
        lambda: world.calling.answer(call.delivery.job, "CA2"),
        lambda: world.calling.press_at_gate(call.delivery.job, "CA2", call.delivery.gate_key),
        lambda: world.calling.press_after_code(call.delivery.job, "CA2", "1"),
    ):
        with pytest.raises(CallRefused):
            step()

    assert _state(world, call) is S.ANSWERED


def test_the_first_call_to_ask_owns_it_even_before_the_providers_answer(world):
    sent = world.sends(world.logs_in())
    world.telephony.loses_the_answer()
    world.works()

    assert _said(world.calling.answer(sent.delivery.job, "CA1"))

    with pytest.raises(CallRefused):
        world.calling.answer(sent.delivery.job, "CA2")


@pytest.mark.parametrize(("job", "sid"), [("unknown", "CA1"), ("", "CA1"), (None, "")])
def test_a_call_without_a_delivery_or_a_name_is_refused(world, call, job, sid):
    with pytest.raises(CallRefused):
        world.calling.answer(call.delivery.job if job is None else job, sid)


def test_a_call_that_owns_one_delivery_cannot_take_another(world, call):
    other = world.sends(world.logs_in())
    world.telephony.loses_the_order()
    world.works()

    with pytest.raises(CallRefused):
        world.calling.answer(other.delivery.job, "CA1")


@pytest.mark.parametrize("end", ["used", "expired", "replaced"])
def test_a_code_that_is_no_longer_needed_is_not_read(world, call, end):
    _answer(world, call)
    if end == "used":
        world.logging_in.verify(call.login_id, call.code)
    elif end == "expired":
        world.clock.advance(minutes=10)
    else:
        world.clock.advance(minutes=6)
        world.sends(call.login_id, Channel.SMS)

    for speech in (_answer(world, call), _press(world, call, call.delivery.gate_key)):
        assert _said(speech) == ["voice.no_longer_needed"]
        assert _ends(speech)
        assert not _codes(speech)


def test_a_code_used_while_it_is_read_is_not_read_again(world, call):
    _hear_code(world, call)

    world.logging_in.verify(call.login_id, call.code)

    assert _said(_menu(world, call, "1")) == ["voice.no_longer_needed"]


def test_a_call_after_expiry_reads_nothing(world, call):
    """Never after expiry, whatever was pressed."""
    _hear_code(world, call)
    world.clock.advance(minutes=10)

    for key in ("1", "2", "3", "0"):
        assert _said(_menu(world, call, key)) == ["voice.no_longer_needed"]


def test_a_call_that_is_over_reads_nothing(world, call):
    _hear_code(world, call)
    _told(world, call, "completed")

    assert not _codes(_menu(world, call, "1"))
    assert not _codes(_press(world, call, call.delivery.gate_key))


def test_the_menu_is_closed_until_the_code_was_read_out(world, call):
    _answer(world, call)

    with pytest.raises(CallRefused):
        _menu(world, call, "1")


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("queued", S.PLACED),
        ("initiated", S.PLACED),
        ("ringing", S.RINGING),
        ("in-progress", S.ANSWERED),
        ("busy", S.BUSY),
        ("no-answer", S.NO_ANSWER),
        ("failed", S.FAILED),
        ("canceled", S.FAILED),
        ("completed", S.NO_ANSWER),
        ("something-new", S.PLACED),
        ("", S.PLACED),
    ],
)
def test_what_the_provider_says_moves_the_delivery(world, call, status, state):
    _told(world, call, status)

    assert _state(world, call) is state


@pytest.mark.parametrize(("sip", "state"), [("603", S.REJECTED), ("486", S.BUSY), (None, S.BUSY)])
def test_a_declined_call_is_told_from_a_busy_line(world, call, sip, state):
    _told(world, call, "busy", sip=sip)

    assert _state(world, call) is state


def test_a_phone_that_is_switched_off_counts_as_unanswered(world, call):
    """SIP 480 comes as `failed`, and is a phone that could not be reached."""
    _told(world, call, "failed", sip="480")

    assert _state(world, call) is S.NO_ANSWER


def test_the_carriers_reason_is_kept(world):
    sent = world.sends(world.logs_in(), Channel.SMS)
    world.works()

    world.calling.provider_says(sent.delivery.job, "SM1", "undelivered", None, "landline")

    delivery = world.delivery(sent.delivery.id)
    assert (delivery.state, delivery.reason) == (S.FAILED, "landline")


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("sent", S.PLACED),
        ("delivered", S.DELIVERED),
        ("undelivered", S.FAILED),
        ("failed", S.FAILED),
    ],
)
def test_what_the_provider_says_of_a_message(world, status, state):
    sent = world.sends(world.logs_in(), Channel.SMS)
    world.works()

    _told(world, sent, status, sid="SM1")

    assert _state(world, sent) is state


def test_duplicate_and_overtaken_news_changes_nothing(world, call):
    for status in ("completed", "ringing", "completed", "in-progress", "ringing", "busy"):
        _told(world, call, status)

    delivery = world.delivery(call.delivery.id)
    assert (delivery.state, delivery.ended_at) == (S.NO_ANSWER, world.now())


def test_ringing_told_after_the_answer_changes_nothing(world, call):
    _answer(world, call)

    _told(world, call, "ringing")

    assert _state(world, call) is S.ANSWERED


def test_a_call_that_hangs_up_at_the_gate_was_not_heard(world, call):
    _answer(world, call)

    _told(world, call, "completed")

    delivery = world.delivery(call.delivery.id)
    assert (delivery.state, delivery.reason) == (S.NO_ANSWER, "no_key")


def test_a_call_that_gave_its_code_stays_read_out(world, call):
    _hear_code(world, call)

    for status in ("completed", "no-answer", "busy", "completed"):
        _told(world, call, status)

    delivery = world.delivery(call.delivery.id)
    assert (delivery.state, delivery.ended_at) == (S.READ_OUT, world.now())


def test_news_of_a_foreign_call_changes_nothing(world, call):
    _told(world, call, "busy", sid="CA999")

    assert _state(world, call) is S.PLACED


def test_news_of_an_unknown_job_changes_nothing(world, call):
    world.calling.provider_says("unknown", "CA1", "busy", None)

    assert _state(world, call) is S.PLACED


def test_news_without_a_call_id_takes_nothing_away(world):
    sent = world.sends(world.logs_in())
    world.telephony.loses_the_answer()
    world.works()

    _told(world, sent, "initiated", sid="")

    assert _said(world.calling.answer(sent.delivery.job, "CA1"))


def test_news_that_overtakes_the_providers_answer_counts(world):
    sent = world.sends(world.logs_in())
    world.telephony.loses_the_answer()
    world.works()

    _told(world, sent, "ringing")

    delivery = world.delivery(sent.delivery.id)
    assert (delivery.state, delivery.provider_sid) == (S.RINGING, "CA1")
