"""Fold text to one plain form for understanding, without losing where each character came from."""

import unicodedata
from functools import lru_cache
from typing import NamedTuple

from opencc import OpenCC

from bot.components.homophones import right_homophones

# Cantonese function words written with their own characters. Each has a standard Chinese
# character of the same meaning, and the sentence embeddings know only the standard ones.
_CANTONESE = str.maketrans(
    "唔冇嘅咗係喺佢啲嗰咁乜嚟攞睇畀俾揾搵嘢啱諗谂哋冧咩仲㗎",
    "不没的了是在他些那这什来拿看给给找找东刚想想们冧什还的",
)


class Folded(NamedTuple):
    """Folded text and, for each of its characters, the index of its origin in the original."""

    text: str
    origins: list[int]

    def original_span(self, start: int, end: int) -> "tuple[int, int]":
        """Return the half-open span of the original text that [start, end) stands for."""
        return self.origins[start], self.origins[end - 1] + 1


@lru_cache(maxsize=1)
def _converter() -> OpenCC:
    return OpenCC("t2s")


@lru_cache(maxsize=20_000)
def fold_character(character: str) -> str:
    """Return the folded form of one character: width, case, script and Cantonese writing."""
    standard = unicodedata.normalize("NFKC", character).lower().translate(_CANTONESE)
    if len(standard) != 1 or ord(standard) < 0x2E80:
        return standard
    simplified = _converter().convert(standard)
    return simplified if len(simplified) == 1 else standard


def fold(text: str) -> str:
    """Return the folded form of a whole text, its misspelt words put right."""
    return right_homophones("".join(map(fold_character, text)))


def fold_aligned(text: str) -> Folded:
    """Fold a text and keep the origin of every resulting character."""
    pieces = [(piece, index) for index, one in enumerate(text) for piece in fold_character(one)]
    folded = right_homophones("".join(piece for piece, _ in pieces))
    return Folded(folded, [index for _, index in pieces])
