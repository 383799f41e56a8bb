"""What is said in a call: prompts, keys, words, silence and troubles."""

import pytest

from tests.standin.scripts import GATE, press_to_hear
from tests.standin.world import BAO, Person, World, eventually


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
