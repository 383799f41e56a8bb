"""What the stand-in is told when it is built."""

from dataclasses import dataclass

# Twilio's magic number for a sender that always works.
FIRST_LINE = "+15005550006"


@dataclass(frozen=True)
class StandinSettings:
    """The account the stand-in plays, and how fast its voice speaks (0 is at once)."""

    account_sid: str
    auth_token: str
    pace: float = 1.0
    # The number our line has until the product itself has called or written from one.
    line: str = FIRST_LINE
    # Where inbound calls ask for TwiML; without it, the address the phone's page came from.
    public_base_url: str = ""
    # Where people of ours answer; a phone of the page beside those of the cast.
    agent: str = ""
    # What a number is set to in Twilio's console: whom a call to it asks, whom instead, whom it
    # tells that it is over.
    line_answer: str = "/voice/line/answer"
    line_fallback: str = "/voice/fallback"
    line_status: str = "/voice/line/status"
