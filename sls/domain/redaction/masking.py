"""Secrets never enter the conversation: mask them before a text is stored or understood.

Wrongly masked costs a question, wrongly kept is a breach: in doubt mask (design 5.7). Each module
knows one way in which a secret shows: its name before or behind it, its look, a link, a card's
cell, a run of digits. `known_numbers` and `complaints` know what is none.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sls.domain.folding import fold
from sls.domain.redaction import hidden_signs
from sls.domain.redaction.card_cells import mask_cells, mask_lone_cells
from sls.domain.redaction.digit_runs import mask_digits
from sls.domain.redaction.hidden_signs import to_signs, to_words
from sls.domain.redaction.likely_passwords import mask_likely, mask_lone_password, mask_pair
from sls.domain.redaction.named_secrets import mask_named
from sls.domain.redaction.owned_secrets import mask_owned
from sls.domain.redaction.personal_numbers import mask_personal
from sls.domain.redaction.secret_links import mask_links
from sls.domain.redaction.secrets_in_two import second_half

SECRET = to_words(hidden_signs.SECRET)
CODE = to_words(hidden_signs.CODE)
CARD = to_words(hidden_signs.CARD)


@dataclass(frozen=True)
class Masked:
    """A text that is safe to store, and whether anything had to be hidden."""

    text: str
    is_masked: bool


def mask(
    text: str,
    expects_amount: bool = False,
    expects_username: bool = False,
    told_before: Sequence[str] = (),
) -> Masked:
    """Return the folded text with passwords, PINs, codes and card numbers replaced by tokens.

    Args:
        expects_amount: the open question asks for an amount, so bare numbers are kept.
        expects_username: it asks for a user name, so "JackChen88" alone is kept.
        told_before: what was told before, as it was kept, newest first: a secret may go on.
    """
    folded = fold(text)
    half = None if expects_amount or expects_username else second_half(folded, told_before)
    if half is not None:
        return Masked(to_words(half), is_masked=True)
    masked = mask_pair(mask_personal(mask_links(to_signs(folded))))
    if not expects_username:
        masked = mask_lone_password(mask_lone_cells(masked))
    masked = mask_likely(mask_named(mask_owned(mask_cells(masked))))
    masked = to_words(mask_digits(masked, are_codes_kept=expects_amount))
    return Masked(masked, masked != folded)
