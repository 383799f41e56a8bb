"""How a text message is counted: in segments, which are what it costs.

3GPP TS 23.038: letters of the GSM alphabet take seven bits, and some of them two places; one letter
outside of it makes the whole message UCS-2. Several segments lose room to what joins them.
"""

import math

# Providers take no longer body than 1600 letters, which is ten segments of either kind.
MOST_SEGMENTS = 10
_ALPHABET = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_OF_TWO_PLACES = frozenset("^{}\\[~]|€\f")
_ALONE, _JOINED = 160, 153
_UCS2_ALONE, _UCS2_JOINED = 70, 67
# What is typeset for the eye has a plain twin, which keeps a message in the cheaper alphabet.
_PLAIN = str.maketrans(
    {
        "\u2018": "'",
        "\u2019": "'",
        "\u201c": '"',
        "\u201d": '"',
        "\u2013": "-",
        "\u2014": "-",
        "\u2022": "*",
        "\u2026": "...",
        "\u00a0": " ",
        "\u203a": ">",
        "\u2192": ">",
    }
)


def plain(text: str) -> str:
    """Return a text without typesetting, unless another letter needs UCS-2 all the same."""
    twin = text.translate(_PLAIN)
    return twin if _places(twin) is not None else text


def segments(text: str) -> int:
    """Return how many segments a text takes."""
    places = _places(text)
    if places is None:
        return _split(len(text.encode("utf-16-be")) // 2, _UCS2_ALONE, _UCS2_JOINED)
    return _split(places, _ALONE, _JOINED)


def _places(text: str) -> int | None:
    """Return the places that a text takes in the GSM alphabet, or None if it is not of it."""
    if not _ALPHABET.union(_OF_TWO_PLACES).issuperset(text):
        return None
    return len(text) + sum(letter in _OF_TWO_PLACES for letter in text)


def _split(length: int, alone: int, joined: int) -> int:
    return 1 if length <= alone else math.ceil(length / joined)
