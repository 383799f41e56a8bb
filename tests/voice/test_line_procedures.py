"""Every procedure can be walked by ear, in both languages, with the keys of a phone alone."""

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from sls.domain.conversations import Option
from sls.domain.languages import LANGUAGES
from sls.domain.line_calls import Asked
from sls.services.line_menus import LANGUAGE_KEYS
from sls.texts import Catalogues
from tests.fakes.bootstrap import World
from tests.sls.services.caller import Caller
from tests.sls.services.shipped import LIBRARY, shipped_world
from tests.voice.documents import parsed
from voice.twiml import TwimlRenderer

ROOT = Path(__file__).resolve().parents[2]
RENDERER = TwimlRenderer(Catalogues(ROOT / "locales"), frozenset())
LONGEST_SAY = 4096
# What a caller can keep in mind and in the ear: about three quarters of a minute at once.
LONGEST_CHINESE, LONGEST_ENGLISH = 220, 130
MOST_TURNS = 40
PROCEDURES = sorted(each.id for each in LIBRARY.all())


@pytest.fixture
def world() -> World:
    """Give a world of twins with the procedures that are shipped."""
    return shipped_world()


def _spoken(caller: Caller) -> ET.Element:
    return parsed(RENDERER.render(caller.speech, "/voice/line/"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("procedure_id", PROCEDURES)
def test_a_procedure_is_walked_to_its_end_by_keys(
    world: World, procedure_id: str, language: str
) -> None:
    earlier = Caller(world)
    earlier.presses(next(key for key, each in LANGUAGE_KEYS.items() if each == language))
    world.hearing.take(earlier.conversation().id, "chosen", Option(f"walk:{procedure_id}"))
    earlier.is_cut_off()
    caller = Caller(world, "CA2")  # back within ten minutes

    heard = caller.presses("1")
    for _ in range(MOST_TURNS):
        for say in _spoken(caller).iter("Say"):
            assert 0 < len("".join(say.itertext())) <= LONGEST_SAY
        if "walk.finished" in heard:
            break
        assert caller.call().asked in (Asked.STEP, Asked.CHOICE)
        heard = caller.presses("1")

    assert "walk.finished" in heard
    assert not caller.is_hung_up


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_step_is_too_long_to_listen_to(language: str) -> None:
    texts = Catalogues(ROOT / "locales")
    steps = [text for each in LIBRARY.all() for text in each.message_ids()]
    lengths = {each: _length(texts.raw(language, each), language) for each in steps}
    longest = LONGEST_ENGLISH if language == "en" else LONGEST_CHINESE

    assert {each: length for each, length in lengths.items() if length > longest} == {}


def _length(text: str, language: str) -> int:
    """Return the length as one hears it: words of English, characters of Chinese."""
    return len(text.split()) if language == "en" else len(text)
