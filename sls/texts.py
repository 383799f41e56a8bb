"""Every user-visible word, from the catalogues in `locales/`, by symbolic id."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from babel.dates import format_datetime, format_timedelta, get_timezone
from babel.lists import format_list
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from sls.domain.languages import LANGUAGES
from sls.domain.messages import Utterance, label_of
from sls.domain.moments import read_moment, zone_named_in
from sls.domain.withdrawals import EITHER

_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")


class UnknownText(KeyError):
    """The catalogue has no such id: a defect, caught by the catalogue checks."""


class Catalogues:
    """The texts of every language, read from `locales/<language>/LC_MESSAGES/*.po`."""

    def __init__(self, folder: Path) -> None:
        self._texts = {language: _read(folder / language) for language in LANGUAGES}

    def ids(self, language: str) -> frozenset[str]:
        """Return every id of a language."""
        return frozenset(self._texts[language])

    def raw(self, language: str, message_id: str) -> str:
        """Return a text with its placeholders still in it."""
        try:
            return self._texts[language][message_id]
        except KeyError as error:
            raise UnknownText(message_id) from error

    def text(self, language: str, message_id: str, **values: object) -> str:
        """Return one text with its placeholders filled, spans of time in the language's words.

        Whole numbers under a name that ends in `cents` are amounts of US dollars, and what is
        written under one that ends in `_at` is a moment (`sls/domain/moments.py`).
        """
        return _PLACEHOLDER.sub(
            lambda match: self._named(language, match[1], values[match[1]]),
            self.raw(language, message_id),
        )

    def phrases(self, language: str, message_id: str) -> tuple[str, ...]:
        """Return the ways to say something, which stand in one text between bars; maybe none."""
        return tuple(filter(None, self._texts[language].get(message_id, "").split("|")))

    def section(self, language: str, prefix: str) -> dict[str, str]:
        """Return every text whose id starts with `prefix`, placeholders still in, for a page."""
        texts = self._texts[language]
        return {name: text for name, text in texts.items() if name.startswith(prefix)}

    def say(self, language: str, utterance: Utterance) -> str:
        """Return the words of an utterance."""
        return self.text(language, utterance.id, **dict(utterance.values))

    def label(self, language: str, option: str) -> str:
        """Return the label of an option."""
        return self.say(language, label_of(option))

    def _named(self, language: str, name: str, value: object) -> str:
        if name.endswith("cents") and isinstance(value, int):
            return self.raw(language, "money.usd").format(amount=_dollars(language, value))
        if name.endswith("_at") and isinstance(value, str):
            return self._moment(language, value)
        return self._value(language, value)

    def _moment(self, language: str, written: str) -> str:
        """Return a moment as people of this language write it, in the zone that it names."""
        moment, zone = read_moment(written), zone_named_in(written)
        if moment is None or zone is None:
            return written
        return self._clock(language, moment.astimezone(get_timezone(zone)))

    def _clock(self, language: str, moment: datetime) -> str:
        pattern = self.raw(language, "time.moment")
        return format_datetime(moment, pattern, tzinfo=moment.tzinfo, locale=language)

    def _value(self, language: str, value: object) -> str:
        if isinstance(value, Utterance):
            return self._inner(language, value.id, value.values)
        if isinstance(value, Mapping):
            return self._inner(language, value["id"], value["values"])
        if isinstance(value, tuple):
            return format_list([str(each) for each in value], locale=language)
        if isinstance(value, datetime):
            return self._clock(language, value)
        if isinstance(value, timedelta):
            return format_timedelta(value, locale=language, threshold=2)
        return str(value)

    def _inner(self, language: str, message_id: str, values: Mapping[str, Any]) -> str:
        if message_id == EITHER:
            choices = [self.raw(language, each) for each in values["ids"].split()]
            return format_list(choices, style="or", locale=language)
        return self.text(language, message_id, **values)


def _dollars(language: str, cents: int) -> str:
    """Return cents as dollars in the language's digits, with cents only where there are some."""
    pattern = "#,##0.00" if cents % 100 else "#,##0"
    return format_decimal(Decimal(cents) / 100, format=pattern, locale=language)


def placeholders(text: str) -> frozenset[str]:
    """Return the names of a text's placeholders."""
    return frozenset(_PLACEHOLDER.findall(text))


def _read(folder: Path) -> dict[str, str]:
    texts: dict[str, str] = {}
    for path in sorted((folder / "LC_MESSAGES").glob("*.po")):
        with path.open("rb") as file:
            catalogue: Any = read_po(file, ignore_obsolete=True)
        for message in catalogue:
            if message.id and message.string:
                if message.id in texts:
                    raise ValueError(f"{path}: {message.id} stands in two catalogues")
                texts[message.id] = message.string
    return texts
