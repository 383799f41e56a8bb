"""Links that carry a secret, and tokens that machines make: nobody dictates them, all paste them.

Of a link the address stays, so that it is understood which page is meant.
"""

import re

from sls.domain.redaction.hidden_signs import SECRET, SIGNS

_URL = re.compile(
    r"(?:[a-z][a-z0-9+.\-]{1,15}://|www\.|[\w\-]{1,32}\.(?:com|cn|net|org|hk|io)/)[!-~]{1,4000}",
    re.IGNORECASE,
)
_PROVISIONING = re.compile(r"otpauth(?:-migration)?://\S{1,4000}", re.IGNORECASE)
_OWNER = re.compile(r"(?<=//)[^\s/@]{1,256}:[^\s/@]{1,256}(?=@)")
_NAME_OF_VALUE = (
    r"(?:\w{0,16}(?:token|code|key|secret|sign?(?:ature)?|auth\w{0,16}|session|sid|otp|pin"
    r"|pass\w{0,8}|pwd|ticket|jwt|hash|cookie|credential|invite|activation|verif\w{0,8}|reset)|[kstp])"
)
_PARAMETER = re.compile(
    rf"(?P<name>[?&#;]{_NAME_OF_VALUE}=)(?P<named>[^&#;\s{SIGNS}]{{1,4000}})"
    r"|(?P<other>[?&#;][\w\-]{0,32}=)"
    rf"(?P<random>(?=[^&#;]{{0,64}}\d)(?=[^&#;]{{0,64}}[A-Za-z])[^&#;\s{SIGNS}]{{10,4000}})",
    re.IGNORECASE,
)
# A stretch of a path that no person wrote: letters and digits in disorder.
_RANDOM_PATH = re.compile(
    r"(?<=[/=#])(?=[A-Za-z_]{0,64}\d)(?=\d{0,64}[A-Za-z_])[A-Za-z0-9_]{16,4000}(?=[/?#&.]|$)"
)

_MADE = re.compile(
    # A signed token, a key that says so, a number unique in the world,
    r"\beyJ[\w\-]{8,2000}(?:\.[\w\-]{0,2000}){0,2}"
    r"|\b(?:sk|pk|rk|ghp|gho|xox[bp]|api|key)[_-](?:live_|test_)?[A-Za-z0-9]{10,2000}"
    r"|\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b"
    # the key of an authenticator, in fours as it is shown or in one,
    r"|(?-i:\b[A-Z2-7]{4}(?: (?=[A-Z2-7 ]{0,40}[2-7])[A-Z2-7]{4}){3,12}\b)"
    r"|(?-i:(?<![A-Za-z0-9])(?=[A-Z]{0,32}[2-7])[A-Z2-7]{16,256}(?![A-Za-z0-9]))"
    # and disorder of some length.
    r"|(?<![A-Za-z0-9])(?=[0-9]{0,32}[a-f])(?=[a-f]{0,32}\d)[0-9a-f]{20,2000}(?![A-Za-z0-9])"
    r"|(?-i:(?<![!-~])(?=[^a-z\s]{0,32}[a-z])(?=[^A-Z\s]{0,32}[A-Z])(?=\D{0,32}\d)[A-Za-z0-9+/_\-]{24,2000}={0,2}(?![!-~]))",
    re.IGNORECASE,
)


def mask_links(text: str) -> str:
    """Return the text with the secrets of its links, and the tokens of machines, replaced."""
    text = _PROVISIONING.sub(SECRET, text)
    text = _URL.sub(_masked, text)
    return _MADE.sub(SECRET, text)


def _masked(match: re.Match[str]) -> str:
    link = _OWNER.sub(SECRET, match[0])
    link = _PARAMETER.sub(lambda found: (found["name"] or found["other"]) + SECRET, link)
    return _RANDOM_PATH.sub(SECRET, link)
