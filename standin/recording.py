"""A call as sound: what was said in it, spoken by espeak-ng, with its pauses, as a WAV file.

The time that a person takes to press a key is not in it: it is the call of somebody quick.
"""

import io
import shutil
import subprocess
import wave
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from standin.telephones import CommandFailed

PROGRAM = "espeak-ng"
# The dictionary of Debian's espeak-ng 1.51 reads Chinese characters wrongly under `cmn`.
VOICES = {"en": "en-us", "cmn": "cmn-latn-pinyin", "zh": "cmn-latn-pinyin"}
USUAL_WORDS_A_MINUTE = 175
FRAMES_A_SECOND = 22_050
BYTES_A_FRAME = 2

Speak = Callable[[str, str, float], bytes]


def speak(text: str, language: str, rate: float) -> bytes:
    """Say one text and return the sound as 16-bit frames.

    Raises: CommandFailed.
    """
    program = shutil.which(PROGRAM)
    if program is None:
        raise CommandFailed("espeak_ng_missing")
    voice = VOICES.get(language.partition("-")[0], VOICES["en"])
    pace = round(USUAL_WORDS_A_MINUTE * rate)
    command = [program, "-v", voice, "-s", str(pace), "--stdout", "--stdin"]
    done = subprocess.run(command, input=text.encode(), capture_output=True, check=False)  # noqa: S603
    if done.returncode:
        raise CommandFailed("espeak_ng_failed")
    return _frames(done.stdout)


def record(steps: Sequence[dict[str, Any]], path: Path, say: Speak) -> float:
    """Write the words and pauses of a trace into a file; return how many seconds they take.

    Raises: CommandFailed.
    """
    sound = b"".join(_sound(step, say) for step in steps if step["kind"] == "verb")
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(BYTES_A_FRAME)
        file.setframerate(FRAMES_A_SECOND)
        file.writeframes(sound)
    return len(sound) / BYTES_A_FRAME / FRAMES_A_SECOND


def _sound(step: dict[str, Any], say: Speak) -> bytes:
    if step["verb"] == "Say":
        return say(step["text"], step["language"], step["rate"]) + _silence(step["pause_seconds"])
    return _silence(step.get("seconds", 0.0))


def _silence(seconds: float) -> bytes:
    return bytes(round(seconds * FRAMES_A_SECOND) * BYTES_A_FRAME)


def _frames(written: bytes) -> bytes:
    # To a pipe espeak-ng writes a header whose length is a guess: the frames end with the data.
    with wave.open(io.BytesIO(written), "rb") as file:
        return file.readframes(file.getnframes())
