"""How many parts an SMS is sent in: Twilio counts, queues and charges these, not messages."""

# GSM 03.38: the letters of one septet, and those that take two. Any other makes the whole UCS-2.
GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM_OF_TWO = frozenset("\f^{}\\[~]|€")
GSM_ALONE, GSM_JOINED = 160, 153
UCS2_ALONE, UCS2_JOINED = 70, 67
LARGEST_OF_ONE_UNIT = 0xFFFF


def segments(body: str) -> int:
    """Count the parts; no letter is cut in two."""
    is_gsm = GSM.union(GSM_OF_TWO).issuperset(body)
    widths = [_gsm_width(each) if is_gsm else _ucs2_width(each) for each in body]
    alone, joined = (GSM_ALONE, GSM_JOINED) if is_gsm else (UCS2_ALONE, UCS2_JOINED)
    return 1 if sum(widths) <= alone else _parts(widths, joined)


def _parts(widths: list[int], room: int) -> int:
    parts, used = 1, 0
    for width in widths:
        if used + width > room:
            parts, used = parts + 1, 0
        used += width
    return parts


def _gsm_width(letter: str) -> int:
    return 2 if letter in GSM_OF_TWO else 1


def _ucs2_width(letter: str) -> int:
    return 2 if ord(letter) > LARGEST_OF_ONE_UNIT else 1
