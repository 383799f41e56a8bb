"""Fulfilling: wishes are acted on in the chat; on the phone, where less is proved, explained."""

from sls.domain.conversations import PHONE, Level, Understood
from sls.domain.factors import Channel
from sls.domain.platforms import Platform
from sls.services.calling_back import CallingBack
from sls.services.explaining_limits import ExplainingLimits
from sls.services.finding_person import FindingPerson
from sls.services.line_texts import WANTED, LineTexts
from sls.services.requesting_codes import RequestingCodes
from sls.services.starting_reactivation import StartingReactivation
from sls.services.turns import Turn
from sls.services.walking import Walking

_LIMITS = "confirm_withdrawal"
# "Call my Android" says where to ring, and not where the login is.
_NO_PHONES = frozenset({Platform.CLIENT_PORTAL, Platform.TWS})
_OF_LIMITS = frozenset({"device", "channel", "amount"})


class Fulfilling:
    """Sends, starts, tells and finds what was asked for."""

    def __init__(
        self,
        walking: Walking,
        requesting: RequestingCodes,
        limits: ExplainingLimits,
        reactivation: StartingReactivation,
        person: FindingPerson,
        calling_back: CallingBack,
        texts: LineTexts,
    ) -> None:
        self._walking = walking
        self._requesting = requesting
        self._limits = limits
        self._reactivation = reactivation
        self._person = person
        self._calling_back = calling_back
        self._texts = texts

    def send(self, turn: Turn, said: Understood, channel: Channel) -> None:
        """Send a code; a caller may mean a text message with what is being said instead.

        "Call me tomorrow" is for a person, for a code is called at once.
        """
        named = said.entities.get("platform")
        if named in _NO_PHONES:
            turn.note("platform", named)
        if channel is Channel.SMS and self._texts.is_meant(turn, said):
            turn.say(WANTED)
        elif channel is Channel.VOICE and self._is_for_person_later(turn, said):
            self.find_person(turn, said)
        else:
            self.request(turn, channel)

    def request(self, turn: Turn, channel: Channel) -> None:
        """Send a code; to a caller, who proved a phone at most and no password, tell the steps."""
        if is_by_phone(turn):
            turn.say("line.no_codes_here")
            self._walking.begin_for(turn, "code_not_received", {"channel": channel})
            return
        self._requesting.request(turn, channel)

    def start_reactivation(self, turn: Turn) -> None:
        """Reactivate the app, or say how that is asked for."""
        if is_by_phone(turn):
            self._reactivation.explain(turn)
        else:
            self._reactivation.tell(turn)

    def find_person(self, turn: Turn, said: Understood) -> None:
        """Who says "call me" is asked when, or who they are; others hear how to reach somebody."""
        if self._calling_back.is_meant(turn, said):
            self._calling_back.offer_at(turn, said.text)
        elif is_by_phone(turn) and self._calling_back.is_meant_later(said):
            self._person.offer_call(turn)
        else:
            self.hand_off(turn)

    def _is_for_person_later(self, turn: Turn, said: Understood) -> bool:
        is_reachable = is_by_phone(turn) or self._calling_back.is_meant(turn, said)
        return is_reachable and self._calling_back.is_meant_later(said)

    def hand_off(self, turn: Turn) -> None:
        """Say how to reach a person, or put the call through to one."""
        if is_by_phone(turn):
            self._person.tell(turn)
        else:
            self._person.write(turn)

    def tell_limits(self, turn: Turn, said: Understood) -> None:
        """Say how much can be withdrawn."""
        self._limits.tell(turn, said)
        if is_by_phone(turn) and turn.level is Level.ANONYMOUS:
            turn.say("line.own_figures", "prove", "walk:confirm_withdrawal")
        turn.note("topic", _LIMITS)

    def asks_of_another_limit(self, turn: Turn, said: Understood) -> bool:
        """Whether "and with the gold card?" follows on limits that were just told."""
        is_told = turn.conversation.answers.get("topic") == _LIMITS
        return is_told and not turn.conversation.walks and not _OF_LIMITS.isdisjoint(said.entities)


def is_by_phone(turn: Turn) -> bool:
    """Whether this is a call to our line."""
    return turn.conversation.channel == PHONE
