"""The small words of a language that stand for signs and pauses, for the ear."""

from dataclasses import dataclass

from sls.texts import Catalogues


@dataclass(frozen=True)
class Tongue:
    """What a language says where a text has a sign; `then` parts the steps of a menu's path.

    `ending` tells a masked phone number by its last digits, `percent` a share, and the three of
    `hour` and `time` what a clock shows.
    """

    language: str
    dot: str
    slash: str
    dash: str
    at: str
    plus: str
    both: str
    star: str
    hash: str
    then: str
    ending: str
    dollars: str
    until: str
    point: str
    percent: str
    hour: str
    time: str
    early_time: str
    comma: str
    stop: str


def read_tongue(texts: Catalogues, language: str) -> Tongue:
    """Return the small words of a language from the catalogues."""
    return Tongue(
        language=language,
        dot=texts.raw(language, "ear.dot"),
        slash=texts.raw(language, "ear.slash"),
        dash=texts.raw(language, "ear.dash"),
        at=texts.raw(language, "ear.at"),
        plus=texts.raw(language, "ear.plus"),
        both=texts.raw(language, "ear.both"),
        star=texts.raw(language, "ear.star"),
        hash=texts.raw(language, "ear.hash"),
        then=texts.raw(language, "ear.then"),
        ending=texts.raw(language, "ear.ending"),
        dollars=texts.raw(language, "ear.dollars"),
        until=texts.raw(language, "ear.until"),
        point=texts.raw(language, "ear.point"),
        percent=texts.raw(language, "ear.percent"),
        hour=texts.raw(language, "ear.hour"),
        time=texts.raw(language, "ear.time"),
        early_time=texts.raw(language, "ear.time.early"),
        comma=f"{texts.raw(language, 'ear.comma')} ",
        stop=f"{texts.raw(language, 'ear.stop')} ",
    )
