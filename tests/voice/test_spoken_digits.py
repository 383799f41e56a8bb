"""A code read out is the code: digits as words, in both languages, wherever the phone is."""

from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sls.domain.calls import HangUp, Pace, ReadCode, Speak, Speech
from sls.settings import load_settings
from sls.texts import Catalogues
from tests.people import PLAIN_ONE, digits_in
from tests.voice.documents import parsed
from voice.twiml import TwimlRenderer

TEXTS = Catalogues(load_settings({}).locales)
PLAIN_REGIONS = load_settings({}).plain_one_regions
RENDERER = TwimlRenderer(TEXTS, PLAIN_REGIONS)
CODES = st.text("0123456789", min_size=6, max_size=6) | st.text(
    "0123456789", min_size=8, max_size=8
)
LANGUAGES = ("en", "zh_CN")
REGIONS = ("HK", "MO", "TW", "US", "CN", "SG", None)


# The setting as it comes, and the two ones swapped.
RENDERERS = (RENDERER, TwimlRenderer(TEXTS, frozenset({"US", "CN", "SG"})))


def reading(
    code: str,
    language: str,
    region: str | None,
    pace: Pace = Pace.NORMAL,
    renderer: TwimlRenderer = RENDERER,
) -> ET.Element:
    """Return the one Say that reads a code out."""
    speech = Speech(language, region, (ReadCode(code, pace),))
    (say,) = parsed(renderer.render(speech))
    return say


@settings(max_examples=200, deadline=None, database=None)
@given(
    CODES,
    st.sampled_from(LANGUAGES),
    st.sampled_from(REGIONS),
    st.sampled_from(Pace),
    st.sampled_from(RENDERERS),
)
def test_the_words_of_a_reading_are_the_digits_of_the_code(
    code: str, language: str, region: str | None, pace: Pace, renderer: TwimlRenderer
) -> None:
    say = reading(code, language, region, pace, renderer)

    words = "".join(say.itertext())
    assert say.tag == "Say"
    assert digits_in(words, language) == code
    assert not any(char.isdigit() for char in words), "no voice can be trusted with numerals"


@settings(max_examples=50, deadline=None, database=None)
@given(CODES, st.sampled_from(LANGUAGES))
def test_a_code_is_read_in_the_groups_that_people_remember(code: str, language: str) -> None:
    say = reading(code, language, "US")

    groups = [digits_in("".join(part.itertext()), language) for part in say.iter("prosody")]
    size = 4 if len(code) == 8 else 3
    assert groups == [code[:size], code[size:]]
    assert len(list(say.iter("break"))) == 1


@pytest.mark.parametrize(
    ("region", "one"),
    [("HK", PLAIN_ONE), ("MO", PLAIN_ONE), ("TW", PLAIN_ONE), ("CN", "幺"), ("US", "幺")],
)
def test_one_is_said_as_it_is_where_the_phone_is(region: str, one: str) -> None:
    words = "".join(reading("111111", "zh_CN", region).itertext())

    assert words.count(one) == 6
    assert not ({PLAIN_ONE, "幺"} - {one}) & set(words)


@pytest.mark.parametrize(("region", "one"), [("HK", "幺"), ("CN", PLAIN_ONE), (None, "幺")])
def test_where_one_is_said_plainly_is_a_setting(region: str | None, one: str) -> None:
    swapped = RENDERERS[1]

    words = "".join(reading("111111", "zh_CN", region, renderer=swapped).itertext())

    assert words.count(one) == 6


def test_a_slow_reading_is_slower() -> None:
    normal, slow = (reading("402981", "en", "US", pace) for pace in (Pace.NORMAL, Pace.SLOW))

    def rate(say: ET.Element) -> int:
        return min(int(part.attrib["rate"].rstrip("%")) for part in say.iter("prosody"))

    assert rate(slow) < rate(normal)


@settings(max_examples=25, deadline=None, database=None)
@given(CODES, st.sampled_from(LANGUAGES))
def test_the_code_stands_in_no_attribute(code: str, language: str) -> None:
    say = reading(code, language, "US")

    values = [value for part in say.iter() for value in part.attrib.values()]
    assert not [value for value in values if code in value]


class MarkupTexts(Catalogues):
    """A catalogue whose every text is full of markup."""

    def __init__(self) -> None:
        super().__init__(load_settings({}).locales)

    def text(self, language: str, message_id: str, **values: object) -> str:
        """Return markup, whatever was asked for."""
        return '</Say><Dial>+12025550199</Dial> & "quoted" ' + str(values)


@settings(max_examples=50, deadline=None, database=None)
@given(st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=40))
def test_markup_in_a_text_is_only_spoken(value: str) -> None:
    speech = Speech(
        "en", "US", (Speak("any", {"value": value}), ReadCode("402981", Pace.NORMAL), HangUp())
    )

    document = parsed(TwimlRenderer(MarkupTexts(), frozenset()).render(speech))

    assert [part.tag for part in document] == ["Say", "Say", "Hangup"]
    assert "Say Dial" in (document[0].text or "")
    assert not list(document.iter("Dial"))
