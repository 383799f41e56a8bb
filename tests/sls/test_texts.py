"""The catalogues, read and rendered."""

from datetime import timedelta
from pathlib import Path

import pytest

from sls.domain.messages import Utterance
from sls.texts import Catalogues, UnknownText, placeholders

HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
ENGLISH = {
    "hello": "Hello {name}.",
    "wait": "Please wait {span}.",
    "about": "This is about {topic}.",
    "topic.pin": "your PIN",
    "option.send_code.voice": "Call me",
}
CHINESE = {
    "hello": "您好，{name}。",
    "wait": "请等{span}。",
    "about": "这是关于{topic}的。",
    "topic.pin": "PIN码",
    "option.send_code.voice": "打给我",
}


def _write(folder: Path, language: str, name: str, texts: dict[str, str]) -> None:
    target = folder / language / "LC_MESSAGES"
    target.mkdir(parents=True, exist_ok=True)
    entries = [f'msgid "{each}"\nmsgstr "{text}"\n' for each, text in texts.items()]
    (target / f"{name}.po").write_text(HEADER + "\n".join(entries), encoding="utf-8")


@pytest.fixture
def folder(tmp_path) -> Path:
    """Give a folder of two small catalogues."""
    _write(tmp_path, "en", "one", ENGLISH)
    _write(tmp_path, "zh_CN", "one", CHINESE)
    return tmp_path


@pytest.fixture
def texts(folder) -> Catalogues:
    """Give those catalogues."""
    return Catalogues(folder)


def test_a_text_has_its_placeholders_filled(texts):
    assert texts.text("en", "hello", name="Alice") == "Hello Alice."
    assert texts.text("zh_CN", "hello", name="Alice") == "您好，Alice。"


def test_a_value_is_not_looked_into_for_placeholders(texts):
    assert texts.text("en", "hello", name="{name} %s") == "Hello {name} %s."


def test_a_missing_value_is_a_defect(texts):
    with pytest.raises(KeyError):
        texts.text("en", "hello")


def test_an_unknown_text_is_a_defect(texts):
    with pytest.raises(UnknownText):
        texts.text("en", "nothing")


def test_a_span_is_in_the_languages_words(texts):
    assert texts.text("en", "wait", span=timedelta(minutes=5)) == "Please wait 5 minutes."
    assert "5" in texts.text("zh_CN", "wait", span=timedelta(minutes=5))
    assert "分钟" in texts.text("zh_CN", "wait", span=timedelta(minutes=5))


def test_a_value_may_be_a_text_itself_also_after_it_was_stored(texts):
    utterance = Utterance("about", {"topic": Utterance("topic.pin")})
    stored = utterance.as_data()

    assert texts.say("en", utterance) == "This is about your PIN."
    assert texts.text("zh_CN", stored["id"], **stored["values"]) == "这是关于PIN码的。"


def test_an_option_has_its_label(texts):
    assert texts.label("en", "send_code:voice") == "Call me"
    assert texts.label("zh_CN", "send_code:voice") == "打给我"


def test_a_section_keeps_its_placeholders(texts):
    assert texts.section("en", "h") == {"hello": "Hello {name}."}


def test_the_ids_of_a_language_can_be_listed(texts):
    assert texts.ids("en") == frozenset(ENGLISH)


def test_one_id_in_two_catalogues_is_refused(folder):
    _write(folder, "en", "two", {"hello": "Hi."})

    with pytest.raises(ValueError, match="hello"):
        Catalogues(folder)


def test_placeholders_are_named_in_braces():
    assert placeholders("{seconds} of {of}, {} {Not} {a-b}") == {"seconds", "of"}
