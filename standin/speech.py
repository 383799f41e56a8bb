"""How long words take to say, and which language a voice speaks."""

import re

CHINESE = re.compile(r"[\u3400-\u9fff]")
WORD = re.compile(r"[A-Za-z0-9]+(?:['\u2019.-][A-Za-z0-9]+)*")
CHINESE_CHARACTERS_A_SECOND = 4.0
ENGLISH_WORDS_A_SECOND = 2.5
DEFAULT_LANGUAGE = "en-US"
VOICE_LANGUAGE = re.compile(r"\b((?:cmn|zh|yue|en)-[A-Z]{2})\b")
CHINESE_VOICES = ("Zhiyu",)


def seconds_to_say(text: str) -> float:
    """Estimate how long a voice needs for the text, in either language or both mixed."""
    characters = len(CHINESE.findall(text))
    words = len(WORD.findall(text))
    return characters / CHINESE_CHARACTERS_A_SECOND + words / ENGLISH_WORDS_A_SECOND


def language_of(voice: str | None) -> str:
    """Tell the language of a voice when the TwiML does not name one."""
    if voice is None:
        return DEFAULT_LANGUAGE
    named = VOICE_LANGUAGE.search(voice)
    if named:
        return named.group(1)
    return "cmn-CN" if any(name in voice for name in CHINESE_VOICES) else DEFAULT_LANGUAGE
