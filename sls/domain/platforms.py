"""The platforms a customer logs in to, and which TWS builds offer a voice callback (F4)."""

import re
from enum import StrEnum

_BUILD = re.compile(r"(\d{1,4})(?:\.(\d{1,3}))?")


class Platform(StrEnum):
    """Where a login happens."""

    CLIENT_PORTAL = "client_portal"
    TWS = "tws"
    IOS = "ios"
    ANDROID = "android"


def tws_build(version: str) -> int:
    """Return a TWS version as one comparable number: "978.2c" is 978, "10.30" is 1030.

    Raises:
        ValueError: the text does not start like a TWS version.
    """
    match = _BUILD.match(version)
    if match is None:
        raise ValueError("not a TWS version")
    major, minor = int(match[1]), int(match[2] or 0)
    return major if major >= 100 else major * 100 + minor


def offers_voice(platform: Platform, version: str | None, voice_from: str) -> bool:
    """Whether this platform's login screen has the voice callback; no version means the latest."""
    if platform is not Platform.TWS or version is None:
        return True
    return tws_build(version) >= tws_build(voice_from)
