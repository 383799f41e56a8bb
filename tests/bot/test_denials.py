"""A channel that is turned down is marked; one that is asked for is not."""

import pytest

from bot.components.denials import denials
from bot.components.folding import fold


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("don't call, text me", "⊖v "),
        ("no texts please, ring me", "⊖s "),
        ("I'd rather get a call than a text", "⊖s "),
        ("别发短信，打电话", "⊖s "),
        ("唔好打嚟，出短訊", "⊖v "),
        ("不要語音，傳簡訊", "⊖v "),
        ("call me with the code", ""),
        ("send me a text", ""),
        ("打电话告诉我", ""),
        ("发短信给我", ""),
    ],
)
def test_what_is_turned_down_is_marked(text, marks):
    assert denials(fold(text)) == marks
