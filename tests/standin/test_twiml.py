"""TwiML as the stand-in reads it: plain words, pauses, questions and troubles."""

import pytest

from standin.refusals import TwimlTrouble
from standin.speech import language_of, seconds_to_say
from standin.twiml import Dial, Gather, Hangup, Number, Pause, Redirect, Reject, Say, parse


def only(twiml: str) -> object:
    """Parse a document of one verb."""
    (verb,) = parse(f"<Response>{twiml}</Response>")
    return verb


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        ("four. zero.<break/>two.", "four. zero. two."),
        ("四，零，二。<break time='700ms'/> 九，八，幺。", "四，零，二。九，八，幺。"),
        ("Press <emphasis>1</emphasis>, please.", "Press 1, please."),
        ("<prosody rate='slow'><say-as interpret-as='digits'>42</say-as></prosody>", "42"),
        ("<p>One.</p><p>Two.</p>", "One. Two."),
        ("Ask <sub alias='secure login system'>SLS</sub>", "Ask secure login system"),
        ("  A &amp;\n  B  ", "A & B"),
        ("请按 1 键", "请按 1 键"),
    ],
)
def test_markup_becomes_the_words_a_person_hears(inner: str, text: str) -> None:
    say = only(f"<Say>{inner}</Say>")

    assert isinstance(say, Say)
    assert say.text == text


def test_breaks_are_counted_as_pauses() -> None:
    say = only('<Say>a<break time="1.5s"/>b<break time="500ms"/>c<break strength="strong"/></Say>')

    assert isinstance(say, Say)
    assert say.pause_seconds == 3.0


@pytest.mark.parametrize(
    ("attributes", "language"),
    [
        ("", "en-US"),
        ('language="zh-CN"', "zh-CN"),
        ('voice="Polly.Zhiyu-Neural"', "cmn-CN"),
        ('voice="Google.cmn-CN-Wavenet-A"', "cmn-CN"),
        ('voice="Polly.Joanna-Neural"', "en-US"),
    ],
)
def test_a_say_knows_its_language(attributes: str, language: str) -> None:
    say = only(f"<Say {attributes}>x</Say>")

    assert isinstance(say, Say)
    assert say.language == language
    assert language_of(None) == "en-US"


def test_an_endless_say_comes_to_an_end() -> None:
    say = only('<Say loop="0">again</Say>')

    assert isinstance(say, Say)
    assert say.times == 10


def test_a_gather_has_twilios_defaults() -> None:
    gather = only("<Gather><Say>One?</Say><Pause/></Gather>")

    assert isinstance(gather, Gather)
    assert (gather.takes_keys, gather.takes_speech, gather.digits_wanted) == (True, False, None)
    assert (gather.patience_seconds, gather.finish_key, gather.method) == (5.0, "#", "POST")
    assert (gather.answers_silence, gather.can_be_interrupted) == (False, True)
    assert gather.prompts[1] == Pause(1.0)


def test_a_question_for_words_is_read_with_its_language_and_hints() -> None:
    gather = only(
        '<Gather input="dtmf speech" language="cmn-Hans-CN" speechTimeout="2" '
        'hints="验证码, 人工,重复" />'
    )

    assert isinstance(gather, Gather)
    assert (gather.takes_keys, gather.takes_speech) == (True, True)
    assert gather.language == "cmn-Hans-CN"
    assert gather.hints == ("验证码", "人工", "重复")


@pytest.mark.parametrize(
    "inner", ["+85251230102", "<Number>+85251230102</Number>", " <Number> +85251230102 </Number> "]
)
def test_a_number_is_dialled_with_twilios_defaults(inner: str) -> None:
    assert only(f'<Dial action="/after">{inner}</Dial>') == Dial(
        (Number("+85251230102"),), "/after", "POST", 30.0, 14_400.0, ""
    )


def test_several_numbers_are_dialled_each_with_its_whisper_and_its_news() -> None:
    dial = only(
        '<Dial><Number url="/whisper" method="get">+85251230102</Number><Number '
        'statusCallback="/news" statusCallbackEvent="ringing answered">+12025550101</Number></Dial>'
    )

    assert isinstance(dial, Dial)
    first, second = dial.numbers
    assert (first.number, first.url, first.method) == ("+85251230102", "/whisper", "GET")
    assert (second.url, second.status_url) == ("", "/news")
    assert second.status_events == {"ringing", "answered"}


@pytest.mark.parametrize(("rate", "seconds"), [("50%", 4.0), ("slow", 2.67), ("soon", 2.0)])
def test_slow_speech_takes_longer(rate: str, seconds: float) -> None:
    say = only(f'<Say><prosody rate="{rate}">your code is now here</prosody></Say>')

    assert isinstance(say, Say)
    assert round(say.seconds, 2) == seconds


def test_the_other_verbs_are_understood() -> None:
    document = '<Response><Redirect>/next</Redirect><Hangup/><Reject reason="busy"/></Response>'

    assert parse(document) == [Redirect("/next", "POST"), Hangup(), Reject("busy")]


@pytest.mark.parametrize(
    ("document", "code"),
    [
        ("", 12100),
        ("<Response>", 12100),
        ("<html></html>", 12100),
        ("<Response><Dance/></Response>", 12200),
        ('<Response><Say loop="x">a</Say></Response>', 13510),
        ("<Response><Say>" + "a" * 4097 + "</Say></Response>", 13520),
        ('<Response><Gather finishOnKey="12"/></Response>', 13310),
        ('<Response><Gather method="PUT"/></Response>', 13312),
        ('<Response><Gather numDigits="x"/></Response>', 13314),
        ('<Response><Gather input="voice"/></Response>', 12200),
        ('<Response><Gather input="speech" language="zh-CN"/></Response>', 13331),
        ('<Response><Gather input="speech" language="cmn-CN"/></Response>', 13331),
        ('<Response><Gather input="speech" speechTimeout="0"/></Response>', 13327),
        ('<Response><Gather speechTimeout="auto" speechModel="default"/></Response>', 13335),
        (f'<Response><Gather hints="{"a" * 101}"/></Response>', 13330),
        (f'<Response><Gather hints="{"a," * 501}"/></Response>', 13330),
        ("<Response><Dial><Sip>sip:a@b</Sip></Dial></Response>", 12200),
        ("<Response><Dial>" + "<Number>+12025550101</Number>" * 11 + "</Dial></Response>", 12200),
        ('<Response><Dial timeout="soon">+12025550101</Dial></Response>', 12200),
    ],
)
def test_what_twilio_would_not_accept_has_twilios_code(document: str, code: int) -> None:
    with pytest.raises(TwimlTrouble) as caught:
        parse(document)

    assert caught.value.code == code


def test_speaking_takes_as_long_as_it_takes_a_person() -> None:
    assert seconds_to_say("您的代码是四零") == 1.75
    assert seconds_to_say("your code is now here") == 2.0
    assert seconds_to_say("") == 0.0
