"""The life of a call, as the person at the phone and the product see it."""

import threading

import pytest

from tests.standin.world import BAO, PATIENCE_SECONDS, Person, World, eventually

GATE = '<Gather numDigits="1" action="code"><Say language="en-US">Press 1.</Say></Gather>'
CODE = (
    '<Gather numDigits="1" action="again"><Say voice="Polly.Joanna-Neural">four. zero.'
    '<break time="700ms"/>two.</Say></Gather>'
)


def press_to_hear(world: World) -> None:
    """Script the bot: a gate, the code, and one repeat."""
    world.bot.says("start", GATE + "<Say>No key.</Say><Hangup/>")
    world.bot.says("code", CODE)
    world.bot.documents["again"] = lambda form: (
        f"<Response>{CODE if form['Digits'] == '1' else '<Say>Goodbye.</Say><Hangup/>'}</Response>"
    )


def test_a_person_passes_the_gate_hears_the_code_and_hears_it_again(
    world: World, alice: Person
) -> None:
    press_to_hear(world)
    call = world.call()

    alice.answers()
    alice.waits_to_hear("Press 1.")
    alice.does("press", digits="1")
    alice.waits_to_hear("four. zero. two.")
    alice.does("press", digits="1")
    alice.waits_to_hear("four. zero. two.", times=2)
    alice.does("press", digits="9")
    eventually(lambda: world.status(call.sid) == "completed")

    assert alice.heard() == ["Press 1.", "four. zero. two.", "four. zero. two.", "Goodbye."]
    assert world.bot.forged == 0
    assert alice.state() == "idle"


def test_the_log_has_plain_words_with_voice_and_language(world: World, alice: Person) -> None:
    press_to_hear(world)
    world.call()

    alice.answers()
    alice.does("press", digits="1")
    alice.waits_to_hear("four. zero. two.")
    kinds = [(entry["kind"], entry["text"]) for entry in alice.log()]
    code = alice.log("heard")[-1]

    assert kinds[:2] == [("state", "ringing"), ("state", "in-progress")]
    assert ("pressed", "1") in kinds
    assert (code["voice"], code["language"]) == ("Polly.Joanna-Neural", "en-US")
    assert set(code) == {"at", "call", "kind", "text", "language", "voice"}


def test_keys_pressed_in_quick_succession_are_not_lost(world: World, alice: Person) -> None:
    press_to_hear(world)
    world.call()

    alice.answers()
    alice.does("press", digits="1")
    alice.does("press", digits="1")
    alice.does("press", digits="9")

    alice.waits_to_hear("Goodbye.")
    assert alice.heard() == ["Press 1.", "four. zero. two.", "four. zero. two.", "Goodbye."]


def test_silence_falls_through_to_the_next_verb(world: World, alice: Person) -> None:
    world.bot.says("start", '<Gather numDigits="1" timeout="1"/><Say>No key.</Say>')
    call = world.call()

    alice.answers()

    alice.waits_to_hear("No key.")
    eventually(lambda: world.status(call.sid) == "completed")


def test_silence_goes_to_the_action_when_the_twiml_asks_for_it(world: World, alice: Person) -> None:
    world.bot.says("start", '<Gather timeout="0" actionOnEmptyResult="true" action="/bot/none"/>')
    world.bot.documents["none"] = lambda form: f"<Response><Say>[{form['Digits']}]</Say></Response>"
    world.call()

    alice.answers()

    alice.waits_to_hear("[]")


def test_the_finish_key_ends_a_long_entry(world: World, alice: Person) -> None:
    world.bot.says("start", '<Gather finishOnKey="#" timeout="9" action="entry"/>')
    world.bot.documents["entry"] = lambda form: f"<Response><Say>{form['Digits']}</Say></Response>"
    world.call()

    alice.answers()
    alice.does("press", digits="48*26#")

    alice.waits_to_hear("48*26")


def test_spoken_words_arrive_with_their_confidence(world: World, alice: Person) -> None:
    world.bot.says("start", '<Gather input="dtmf speech" language="en-US" action="words"/>')
    world.bot.documents["words"] = lambda form: (
        f"<Response><Say>{form['SpeechResult']} {form['Confidence']}</Say></Response>"
    )
    world.call()

    alice.answers()
    alice.does("say", text="repeat it", confidence=0.62)

    alice.waits_to_hear("repeat it 0.62")
    assert [entry["text"] for entry in alice.log("said")] == ["repeat it"]


def test_a_question_that_takes_speech_only_hears_no_keys(world: World, alice: Person) -> None:
    world.bot.says("start", '<Gather input="speech" action="words" timeout="9"/>')
    world.bot.documents["words"] = lambda form: f"<Response><Say>{sorted(form)}</Say></Response>"
    world.call()

    alice.answers()
    alice.does("press", digits="1")
    alice.does("say", text="hello")

    heard = eventually(alice.heard)
    assert "SpeechResult" in heard[0]
    assert "Digits" not in heard[0]


@pytest.mark.parametrize(
    ("action", "code", "line"), [("reject", "603", "rejected"), ("busy", "486", "busy")]
)
def test_a_refused_call_is_busy_and_the_sip_code_tells_how(
    world: World, alice: Person, action: str, code: str, line: str
) -> None:
    call = world.call()

    alice.waits_to_be("ringing")
    alice.does(action)
    last = world.bot.wait_for_news(3)[-1]

    assert world.status(call.sid) == "busy"
    assert (last["CallStatus"], last["SipResponseCode"]) == ("busy", code)
    assert alice.log("state")[-1]["text"] == line


def test_a_phone_that_rings_too_long_is_not_answered(world: World, alice: Person) -> None:
    call = world.call(timeout=1)

    eventually(lambda: world.status(call.sid) == "no-answer")

    assert world.bot.wait_for_news(3)[-1]["CallStatus"] == "no-answer"
    assert alice.state() == "idle"


def test_a_second_call_finds_the_phone_busy(world: World, alice: Person) -> None:
    first = world.call()
    alice.waits_to_be("ringing")

    second = world.call()

    eventually(lambda: world.status(second.sid) == "busy")
    assert world.status(first.sid) == "ringing"


def test_the_product_can_take_back_a_ringing_call(world: World, alice: Person) -> None:
    call = world.call()
    alice.waits_to_be("ringing")

    world.twilio.calls(call.sid).update(status="canceled")

    assert world.status(call.sid) == "canceled"
    assert alice.state() == "idle"
    assert alice.post("answer").status_code == 409


def test_canceled_leaves_a_running_call_alone_and_completed_ends_it(
    world: World, alice: Person
) -> None:
    press_to_hear(world)
    call = world.call()
    alice.answers()

    untouched = world.twilio.calls(call.sid).update(status="canceled").status
    ended = world.twilio.calls(call.sid).update(status="completed").status

    assert (untouched, ended) == ("in-progress", "completed")
    assert alice.state() == "idle"


def test_the_product_can_send_a_running_call_elsewhere(world: World, alice: Person) -> None:
    press_to_hear(world)
    world.bot.says("expired", "<Say>The code is no longer valid.</Say>")
    call = world.call()
    alice.answers()
    alice.waits_to_hear("Press 1.")

    world.twilio.calls(call.sid).update(url=world.url("/bot/expired"))

    alice.waits_to_hear("The code is no longer valid.")
    eventually(lambda: world.status(call.sid) == "completed")


def test_a_person_who_hangs_up_ends_the_call(world: World, alice: Person) -> None:
    press_to_hear(world)
    call = world.call()
    alice.answers()
    alice.waits_to_hear("Press 1.")

    alice.does("hangup")

    assert world.status(call.sid) == "completed"
    assert world.bot.wait_for_news(4)[-1]["CallStatus"] == "completed"


def test_the_time_limit_ends_a_long_call(world: World, alice: Person) -> None:
    world.bot.says("start", '<Gather timeout="60"/>')
    call = world.call(time_limit=1)

    alice.answers()

    eventually(lambda: world.status(call.sid) == "completed")


def test_a_call_with_its_own_twiml_asks_nobody(world: World, alice: Person) -> None:
    call = world.twilio.calls.create(
        to=alice.number, from_="+15005550006", twiml="<Response><Say>Hello.</Say></Response>"
    )

    alice.answers()

    eventually(lambda: world.status(call.sid) == "completed")
    assert alice.heard() == ["Hello."]
    assert world.bot.asked == []


def test_the_fallback_address_is_told_what_went_wrong(world: World, alice: Person) -> None:
    world.bot.says("fallback", "<Say>Please use a message instead.</Say>")
    world.call(url=world.url("/bot/nowhere"), fallback_url=world.url("/bot/fallback"))

    alice.answers()

    alice.waits_to_hear("Please use a message instead.")
    told = world.bot.news("fallback")[0]
    assert (told["ErrorCode"], told["ErrorUrl"]) == ("11200", world.url("/bot/nowhere"))


@pytest.mark.parametrize(
    ("twiml", "code"),
    [
        ("<Say>unfinished", "12100"),
        ("<Dance/>", "12200"),
        ("<Say></Say>", "13520"),
        ('<Gather timeout="soon"/>', "13313"),
        ("<Gather><Hangup/></Gather>", "13320"),
    ],
)
def test_bad_twiml_is_logged_with_twilios_code_and_ends_politely(
    world: World, twiml: str, code: str
) -> None:
    bao = world.phone(BAO)
    world.bot.says("start", twiml)
    call = world.call(BAO)

    bao.answers()
    eventually(lambda: world.status(call.sid) == "completed")

    assert f"error {code}" in [entry["text"] for entry in bao.log("state")]
    assert bao.log("heard")[-1]["language"] == "cmn-CN"


def test_a_redirect_leads_to_the_next_document(world: World, alice: Person) -> None:
    world.bot.says("start", '<Say>One moment.</Say><Redirect method="GET">next?turn=2</Redirect>')
    world.bot.says("next", "<Say>Thank you.</Say>")
    world.call()

    alice.answers()

    alice.waits_to_hear("Thank you.")
    assert world.bot.news("next")[0]["turn"] == "2"
    assert world.bot.forged == 0


def test_any_valid_number_that_is_called_gets_a_phone(world: World) -> None:
    stranger = world.phone("+442071838750")

    world.call(stranger.number)

    eventually(lambda: stranger.number in str(world.http.get(world.url("/standin/phones")).json()))
    stranger.waits_to_be("ringing")


def test_a_call_is_over_only_when_the_last_words_have_been_heard(speaking_world: World) -> None:
    alice = speaking_world.phone()
    speaking_world.bot.says("start", "<Say>Goodbye and thank you.</Say><Hangup/>")
    call = speaking_world.call()

    alice.answers()
    alice.waits_to_hear("Goodbye and thank you.")
    still = speaking_world.status(call.sid)

    assert still == "in-progress"
    eventually(lambda: speaking_world.status(call.sid) == "completed")


def test_a_key_cuts_the_prompt_short(speaking_world: World) -> None:
    alice = speaking_world.phone()
    press_to_hear(speaking_world)
    speaking_world.bot.says("start", GATE.replace("Press 1.", "A very long story. " * 50))
    speaking_world.bot.says("code", "<Hangup/>")
    call = speaking_world.call()

    alice.answers()
    alice.does("press", digits="1")

    eventually(lambda: speaking_world.status(call.sid) == "completed")


def test_a_waiting_document_does_not_spin(speaking_world: World) -> None:
    alice = speaking_world.phone()
    speaking_world.bot.says("start", '<Pause length="1"/><Redirect>next</Redirect>')
    speaking_world.bot.says("next", "<Hangup/>")
    call = speaking_world.call()

    alice.answers()
    alice.waits_to_be("in_call")
    speaking_world.bot.wait_for_news(1, "start")

    assert speaking_world.bot.news("next") == []
    eventually(lambda: speaking_world.status(call.sid) == "completed")
    assert len(speaking_world.bot.news("next")) == 1


def test_calling_our_line_reaches_the_inbound_webhook(world: World, alice: Person) -> None:
    world.bot.says("inbound", '<Gather numDigits="1"><Say>Welcome.</Say></Gather>')

    phone = alice.does("call")
    alice.waits_to_hear("Welcome.")

    assert phone["state"] == "dialling"
    assert alice.state() == "in_call"
    asked = world.bot.news("inbound")[0]
    assert (asked["Direction"], asked["CallStatus"]) == ("inbound", "ringing")
    assert asked["From"] == alice.number


def test_a_rejected_inbound_call_ends_unanswered(world: World, alice: Person) -> None:
    world.bot.says("inbound", '<Reject reason="busy"/>')

    call = alice.does("call")["call"]

    eventually(lambda: world.status(call) == "busy")
    assert alice.state() == "idle"


def test_a_line_that_nobody_answers_is_reported_as_failed(world: World, alice: Person) -> None:
    call = alice.does("call")["call"]

    eventually(lambda: world.status(call) == "failed")

    assert [entry["text"] for entry in alice.log("state")] == ["dialling", "error 11200", "failed"]
    assert alice.state() == "idle"


def test_a_person_may_hang_up_while_still_dialling(world: World, alice: Person) -> None:
    hold, asked = threading.Event(), threading.Event()

    def slow(_: dict[str, str]) -> str:
        asked.set()
        hold.wait(PATIENCE_SECONDS)
        return "<Response><Say>Too late.</Say></Response>"

    world.bot.documents["inbound"] = slow
    call = alice.does("call")["call"]
    asked.wait(PATIENCE_SECONDS)

    phone = alice.does("hangup")
    hold.set()

    assert phone["state"] == "idle"
    assert world.status(call) == "canceled"
    assert alice.heard() == []


def test_a_key_waits_for_words_that_may_not_be_interrupted(speaking_world: World) -> None:
    alice = speaking_world.phone()
    speaking_world.bot.says(
        "start", '<Gather numDigits="1" bargeIn="false" action="next"><Pause length="1"/></Gather>'
    )
    speaking_world.bot.says("next", "<Hangup/>")
    call = speaking_world.call()

    alice.answers()
    alice.does("press", digits="1")

    assert speaking_world.bot.news("next") == []
    eventually(lambda: speaking_world.status(call.sid) == "completed")
    assert speaking_world.bot.news("next")[0]["Digits"] == "1"


def test_keys_pressed_during_the_last_words_are_lost(speaking_world: World) -> None:
    alice = speaking_world.phone()
    speaking_world.bot.says("start", "<Say>Goodbye and thank you.</Say>")
    call = speaking_world.call()

    alice.answers()
    alice.waits_to_hear("Goodbye and thank you.")
    alice.does("press", digits="1")

    eventually(lambda: speaking_world.status(call.sid) == "completed")
    assert [name for name, _ in speaking_world.bot.asked if name != "news"] == ["start"]
