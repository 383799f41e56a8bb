"""A call as a WAV file: its words and pauses, so that the time they take can be measured."""

import shutil
import wave
from pathlib import Path
from typing import Any

import pytest

from standin.commands import parse, perform
from standin.recording import BYTES_A_FRAME, FRAMES_A_SECOND, PROGRAM, record, speak
from standin.speech import seconds_to_say
from standin.telephones import CommandFailed, Telephones
from tests.standin.world import Person, World, eventually

needs_voice = pytest.mark.skipif(
    shutil.which(PROGRAM) is None, reason=f"{PROGRAM} is not installed; it speaks in these tests"
)
CODES = {
    "en-US": 'four. zero. two. <break time="700ms"/> nine. eight. one.',
    "cmn-CN": '四，零，二。<break time="700ms"/> 九，八，幺。',
}


def say(text: str, language: str = "en-US", pause: float = 0.0) -> dict[str, Any]:
    """Write the step of one Say."""
    words = {"text": text, "language": language, "rate": 1.0, "pause_seconds": pause}
    return {"kind": "verb", "verb": "Say", **words}


def a_second_a_word(text: str, _language: str, rate: float) -> bytes:
    """Speak in a made-up voice that takes a second for each word."""
    return b"\1\1" * round(len(text.split()) * FRAMES_A_SECOND / rate)


def seconds(path: Path) -> float:
    """Measure a file."""
    with wave.open(str(path), "rb") as file:
        assert (file.getnchannels(), file.getsampwidth()) == (1, BYTES_A_FRAME)
        return file.getnframes() / file.getframerate()


def test_words_breaks_and_pauses_add_up(tmp_path: Path) -> None:
    steps = [
        {"kind": "status", "status": "in-progress"},
        say("four zero two", pause=0.5),
        {"kind": "verb", "verb": "Pause", "seconds": 2.0},
        {"kind": "verb", "verb": "Gather", "language": "en-US"},
        {**say("nine"), "rate": 0.5},
    ]

    told = record(steps, tmp_path / "call.wav", a_second_a_word)

    assert told == pytest.approx(7.5)
    assert seconds(tmp_path / "call.wav") == pytest.approx(7.5)


def test_a_machine_without_a_voice_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")

    with pytest.raises(CommandFailed) as caught:
        speak("hello", "en-US", 1.0)

    assert str(caught.value) == "espeak_ng_missing"


@needs_voice
@pytest.mark.parametrize("language", CODES)
def test_a_whole_call_becomes_sound_in_both_languages(
    world: World, alice: Person, tmp_path: Path, language: str
) -> None:
    read_out = f'<Say language="{language}"><prosody rate="85%">{CODES[language]}</prosody></Say>'
    world.bot.says("start", f'{read_out}<Pause length="2"/>{read_out}<Hangup/>')
    call = world.call()
    alice.answers()
    eventually(lambda: world.status(call.sid) == "completed")

    wav = parse(["wav", call.sid, str(tmp_path / "call.wav")])
    list(perform(wav, Telephones(world.base), lambda _: ""))

    # Six digits twice, with their breaks and the pause between: a call, not a burst or an essay.
    assert 6 < seconds(tmp_path / "call.wav") < 25


@needs_voice
@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "en-US",
            "Your code has six digits. Please write it down. The code is for the login page.",
        ),
        ("cmn-CN", "您的验证码一共六位数字，请记录。验证码只在登录页面使用。"),
    ],
)
def test_the_estimate_of_how_long_words_take_is_near_what_a_voice_needs(
    language: str, text: str
) -> None:
    spoken = len(speak(text, language, 1.0)) / BYTES_A_FRAME / FRAMES_A_SECOND

    assert seconds_to_say(text) == pytest.approx(spoken, rel=0.4)


@needs_voice
def test_slow_words_take_longer_to_say() -> None:
    for language, text in (("en-US", "four zero two"), ("cmn-CN", "四零二")):
        assert len(speak(text, language, 0.6)) > len(speak(text, language, 1.0))
