"""How a question listens to words: the attributes of `<Gather>` that speech recognition reads."""

import re
from collections.abc import Mapping

from standin.refusals import TwimlTrouble

INPUTS = frozenset({"dtmf", "speech"})
# The codes of the recogniser; the voice has others: zh-CN and cmn-CN are spoken, never heard.
LANGUAGE = re.compile(r"en-(?:AU|CA|GB|GH|HK|IE|IN|KE|NG|NZ|PH|PK|SG|TZ|US|ZA)")
CHINESE = frozenset({"zh", "cmn-Hans-CN", "cmn-Hant-TW", "zh-TW", "yue-Hant-HK"})
MOST_HINTS, LONGEST_HINT = 500, 100
INVALID_INPUT, INVALID_SPEECH_TIMEOUT, INVALID_HINTS, INVALID_LANGUAGE = 12200, 13327, 13330, 13331
AUTO_WITH_MODEL = 13335


def check_listening(attributes: Mapping[str, str]) -> None:
    """Refuse what the recogniser would not take.

    Raises: TwimlTrouble.
    """
    kinds = attributes.get("input", "dtmf").split()
    if not kinds or not INPUTS.issuperset(kinds):
        raise TwimlTrouble(INVALID_INPUT)
    patience = attributes.get("speechTimeout", "auto")
    if patience != "auto" and not re.fullmatch(r"[1-9]\d{0,2}", patience):
        raise TwimlTrouble(INVALID_SPEECH_TIMEOUT)
    if attributes.get("speechTimeout") == "auto" and "speechModel" in attributes:
        raise TwimlTrouble(AUTO_WITH_MODEL)
    language = attributes.get("language", "en-US")
    if language not in CHINESE and not LANGUAGE.fullmatch(language):
        raise TwimlTrouble(INVALID_LANGUAGE)
    hints = phrases(attributes.get("hints", ""))
    if len(hints) > MOST_HINTS or any(len(hint) > LONGEST_HINT for hint in hints):
        raise TwimlTrouble(INVALID_HINTS)


def phrases(hints: str) -> tuple[str, ...]:
    """Read the list of words that are to be expected."""
    return tuple(phrase.strip() for phrase in hints.split(",") if phrase.strip())
