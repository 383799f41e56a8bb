"""The webhooks of our line: who may ask, how it listens, and what a repeated request does."""

from xml.etree import ElementTree as ET

import pytest
from twilio.request_validator import RequestValidator
from werkzeug.test import TestResponse

from sls.domain.transfers import TransferState
from tests.voice.agents import state, takes_the_call
from tests.voice.documents import parsed
from tests.world import World

SID, OTHER_SID = "CA" + "1" * 32, "CA" + "2" * 32
ALICE, FANG = "+12025550101", "+8613800138000"
HANG_UP = "<Response><Hangup /></Response>"


class Line:
    """Twilio at our line's webhooks, with one call."""

    def __init__(self, world: World, sid: str = SID, caller: str = ALICE) -> None:
        self.world = world
        self.sid = sid
        self.caller = caller

    def post(self, path: str, token: str | None = None, **params: str) -> TestResponse:
        """Post to an address below the line's, signed."""
        address = f"/voice/line/{path}"
        form = {"CallSid": self.sid, "From": self.caller, "Direction": "inbound", **params}
        key = token or self.world.settings.twilio_auth_token
        url = self.world.settings.public_base_url + address
        signature = RequestValidator(key).compute_signature(url, form)
        return self.world.client.post(address, data=form, headers={"X-Twilio-Signature": signature})

    def document(self, path: str, **params: str) -> ET.Element:
        """Post and take the TwiML apart."""
        answer = self.post(path, **params)
        assert answer.status_code == 200, answer.get_data(as_text=True)
        assert answer.mimetype == "text/xml"
        return parsed(answer.get_data())

    def in_menu(self, key: str = "1") -> ET.Element:
        """Call, and choose a language."""
        self.document("answer")
        return self.document("0/heard", Digits=key)


def _gather(document: ET.Element) -> dict[str, str]:
    (gather,) = document.iter("Gather")
    return gather.attrib


def _words(document: ET.Element) -> list[str]:
    return ["".join(say.itertext()) for say in document.iter("Say")]


def test_the_greeting_takes_one_key_and_is_spoken_in_both_languages(world: World) -> None:
    document = Line(world).document("answer")

    languages = [say.get("language") for say in document.iter("Say")]
    assert languages == ["en-US", "cmn-CN"]
    assert _gather(document)["input"] == "dtmf"
    assert _gather(document)["numDigits"] == "1"


@pytest.mark.parametrize(
    ("key", "recognised", "product_word"),
    [("1", "en-US", "IB Key"), ("2", "cmn-Hans-CN", "验证码")],
)
def test_the_menu_takes_keys_and_words_of_its_language(
    world: World, key: str, recognised: str, product_word: str
) -> None:
    listens = _gather(Line(world).in_menu(key))

    assert listens["input"] == "dtmf speech"
    assert listens["language"] == recognised
    assert product_word in listens["hints"].split(",")
    assert listens["finishOnKey"] == ""
    assert listens["bargeIn"] == "true"
    assert listens["actionOnEmptyResult"] == "true"


def test_every_address_carries_its_turn_and_nothing_else(world: World) -> None:
    document = Line(world).in_menu()

    base = f"{world.settings.public_base_url}/voice/line"
    assert _gather(document)["action"] == f"{base}/1/heard"
    assert [each.text for each in document.iter("Redirect")] == [f"{base}/1/heard"]


def test_after_a_person_who_took_the_call_and_was_never_bridged_the_line_goes_on(
    world: World,
) -> None:
    line = Line(world)
    line.in_menu()
    line.document("1/heard", Digits="0")
    takes_the_call(world)

    document = line.document("2/connected", DialCallStatus="no-answer", DialBridged="false")

    assert list(document.iter("Gather"))
    assert not list(document.iter("Hangup"))


@pytest.mark.parametrize("news", ["before", "after", "never"])
@pytest.mark.parametrize(
    ("bridged", "ended"), [("true", TransferState.TALKED), ("false", TransferState.LEFT)]
)
def test_a_caller_who_is_gone_after_the_key_has_talked_if_they_were_bridged(
    world: World, news: str, bridged: str, ended: TransferState
) -> None:
    line = Line(world)
    line.in_menu()
    line.document("1/heard", Digits="0")
    takes_the_call(world)

    if news == "before":
        line.post("status", CallStatus="completed")
    answer = line.post("2/connected", DialBridged=bridged, CallStatus="completed")
    if news == "after":
        line.post("status", CallStatus="completed")

    assert state(world) is ended
    assert HANG_UP in answer.get_data(as_text=True)


def test_a_chinese_number_on_file_is_greeted_in_chinese_first(world: World) -> None:
    document = Line(world, caller=FANG).document("answer")

    assert [say.get("language") for say in document.iter("Say")] == ["cmn-CN", "en-US"]


@pytest.mark.parametrize("path", ["answer", "0/heard", "0/wait", "0/connected", "status"])
def test_a20_a_forged_request_is_refused_and_changes_nothing(world: World, path: str) -> None:
    line = Line(world)
    line.document("answer")

    answer = line.post(path, token="another token", Digits="1", CallStatus="completed")

    assert answer.status_code == 403
    assert "line.menu" not in answer.get_data(as_text=True)
    assert _gather(line.document("answer"))["action"].endswith("/0/heard")


def test_a21_another_call_is_hung_up_on(world: World) -> None:
    Line(world).in_menu()

    answer = Line(world, OTHER_SID).post("1/heard", Digits="1")

    assert answer.get_data(as_text=True).endswith(HANG_UP)


def test_a21_a_turn_that_was_not_reached_is_hung_up_on(world: World) -> None:
    line = Line(world)
    line.in_menu()

    answer = line.post("5/heard", Digits="1")

    assert answer.get_data(as_text=True).endswith(HANG_UP)


def test_a_repeated_request_is_answered_alike_and_acts_once(world: World) -> None:
    line = Line(world)
    line.in_menu()
    line.post("1/heard", Digits="1")
    first = line.post("2/heard", Digits="1")

    second = line.post("2/heard", Digits="1")

    assert second.get_data() == first.get_data()
    assert _gather(parsed(second.get_data()))["action"].endswith("/3/heard")


def test_a_call_that_is_over_is_hung_up_on(world: World) -> None:
    line = Line(world)
    line.in_menu()
    assert line.post("status", CallStatus="completed").status_code == 204

    assert line.post("1/heard", Digits="1").get_data(as_text=True).endswith(HANG_UP)


@pytest.mark.parametrize("nobody", ["", "anonymous", "+266696687", "+7378742833"])
def test_withheld_numbers_share_nothing(world: World, nobody: str) -> None:
    """Twilio gives every caller who withholds the number the same one."""
    first = Line(world, caller=nobody)
    first.in_menu()
    first.post("1/heard", Digits="1")

    greeting = Line(world, OTHER_SID, nobody).document("answer")

    assert len(_words(greeting)) == 2


def test_in_a_call_that_we_placed_the_other_end_is_the_one_called(world: World) -> None:
    line = Line(world, caller=FANG)
    line.in_menu()
    line.post("1/heard", Digits="6")

    line.post("2/heard", Digits="5", Direction="outbound-api", To=ALICE)
    world.work()

    assert world.http.inbox(FANG) == []
    assert len(world.http.inbox(ALICE)) == 1


def test_silence_comes_back_as_a_turn(world: World) -> None:
    line = Line(world)
    line.in_menu()

    document = line.document("1/heard", Digits="")

    assert world.core.texts.text("en", "line.silence") in _words(document)


def test_a_badly_heard_wish_is_asked_back(world: World) -> None:
    line = Line(world)
    line.in_menu()

    document = line.document("1/heard", SpeechResult="call my coat", Confidence="0.2")

    assert any("call my coat" in words for words in _words(document))
    assert world.rasa.heard == []


def test_words_reach_rasa_masked_and_with_their_channel(world: World) -> None:
    line = Line(world)
    line.in_menu()

    line.document("1/heard", SpeechResult="My code is 402 981.", Confidence="0.9")

    (heard,) = world.rasa.heard
    assert "402" not in heard["message"]
    assert heard["metadata"]["channel"] == "phone"


def test_slow_speech_has_a_rate(world: World) -> None:
    line = Line(world)
    line.in_menu()
    for turn, key in ((1, "1"), (2, "1"), (3, "4")):
        document = line.document(f"{turn}/heard", Digits=key)

    assert {each.get("rate") for each in document.iter("prosody")} == {"75%"}


def test_a_silent_assistant_is_waited_for(world: World) -> None:
    line = Line(world)
    line.in_menu()
    world.rasa.mood = "down"

    held = line.document("1/heard", SpeechResult="I never got the code", Confidence="0.9")
    world.rasa.mood = "well"
    document = line.document("2/wait")

    assert [each.text for each in held.iter("Redirect")] == [
        f"{world.settings.public_base_url}/voice/line/2/wait"
    ]
    assert world.core.texts.text("en", "ask.platform") in _words(document)


def test_the_fallback_of_the_line_speaks_of_the_line(world: World) -> None:
    path, form = "/voice/fallback", {"CallSid": SID, "Direction": "inbound"}
    url = world.settings.public_base_url + path
    signature = RequestValidator(world.settings.twilio_auth_token).compute_signature(url, form)

    answer = world.client.post(path, data=form, headers={"X-Twilio-Signature": signature})

    assert _words(parsed(answer.get_data())) == [
        world.core.texts.text(language, "line.fallback") for language in ("en", "zh_CN")
    ]
