"""Every order of losing a device, getting along without it and having it back (F12, F13, F14, F17).

Time passes in hours, or to a second before, at and after a border that lies ahead.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from sls.domain.errors import PasscodeConsecutive, Refusal
from sls.domain.factors import Factor, FactorKind
from sls.domain.platforms import Platform
from sls.domain.temporary_access import Access
from sls.services.limiting_access import access_with, end_temporary_access
from sls.services.logging_in import LoginRequest
from tests.fakes.bootstrap import PASSWORD, World

ALICE = "customer-alice"
SECOND = timedelta(seconds=1)
PLATFORMS = st.sampled_from(Platform)


@dataclass
class Passcode:
    """What the story knows of a passcode: when it was issued, and how it is typed."""

    factor_id: str
    clear: str
    issued_at: datetime
    is_over: bool = False

    @property
    def full_until(self) -> datetime:
        """F12."""
        return self.issued_at + timedelta(hours=48)

    @property
    def card_until(self) -> datetime:
        """F13: eight more days."""
        return self.issued_at + timedelta(hours=240)


@dataclass
class Card:
    """What the story knows of a card in force."""

    factor_id: str
    cells: dict[str, str]
    ends_at: datetime
    asked: list[str]
    is_over: bool = False


class TemporaryAccessStories(RuleBasedStateMachine):
    """One customer whose devices come and go."""

    def __init__(self) -> None:
        super().__init__()
        self.world = World()
        self.world.has_customer("alice")
        self.device: str | None = "factor-alice-sms"
        self.passcodes: list[Passcode] = []
        self.cards: list[Card] = []
        self.devices = 1

    @rule()
    def calls_client_services(self) -> None:
        """Report every device lost and ask for a passcode."""
        is_consecutive = bool(self.passcodes) and not self.passcodes[-1].is_over
        lost = [self.device] if self.device else []
        try:
            issued = self.world.issuing_passcodes.issue("alice", "agent.en", lost)
        except PasscodeConsecutive:
            assert is_consecutive
            return
        assert not is_consecutive, "F17"
        self.device = None
        passcode = Passcode(issued.passcode.factor_id, issued.clear, self.world.now())
        self.passcodes.append(passcode)

    @precondition(lambda self: self.device is None)
    @rule()
    def has_a_device_again(self) -> None:
        """Activate a new device, as whoever activates one must do it."""
        self.devices += 1
        self.device = f"sms-{self.devices}"
        now = self.world.now()
        with self.world.units.write() as unit:
            factor = Factor(self.device, ALICE, FactorKind.SMS, "+12025550101", now)
            unit.store.factors[factor.id] = factor  # type: ignore[attr-defined]
            end_temporary_access(unit, ALICE, now)
        for each in (*self.passcodes, *self.cards):
            each.is_over = True

    @precondition(lambda self: self.passcodes)
    @rule(platform=PLATFORMS)
    def types_a_passcode(self, platform: Platform) -> None:
        """Log in with the newest passcode, or with the first one."""
        for passcode in (self.passcodes[0], self.passcodes[-1]):
            opened = self._logs_in(passcode.factor_id, platform, {}, passcode.clear)[0]
            assert opened is self._opens(passcode, platform)

    @precondition(lambda self: self.cards)
    @rule(platform=PLATFORMS)
    def reads_a_card(self, platform: Platform) -> None:
        """Log in with the newest card, and try the first one."""
        for card in {id(each): each for each in (self.cards[0], self.cards[-1])}.values():
            opened, asked = self._logs_in(card.factor_id, platform, card.cells)
            assert (opened is Access.FULL) is self._is_in_force(card), "F14"
            assert not set(asked) & set(card.asked), "each cell once"
            card.asked += asked

    @precondition(lambda self: self.passcodes and not self.passcodes[-1].is_over)
    @rule()
    def prints_a_card(self) -> None:
        """Ask for a card in Client Portal, print it and prove it."""
        passcode, portal = self.passcodes[-1], Platform.CLIENT_PORTAL
        if self._opens(passcode, portal) is None:
            return
        issuing, login_id = self.world.issuing_cards, self._started(portal)
        self.world.logging_in.choose_factor(login_id, passcode.factor_id)
        self.world.logging_in.verify(login_id, passcode.clear)
        card = issuing.request(login_id)
        cells = dict(issuing.printed(card.id, login_id).cells)
        asked = list(issuing.ask(card.id, login_id).cells)
        issuing.activate(card.id, login_id, "".join(cells[each] for each in asked))
        for earlier in self.cards:
            earlier.is_over = True
        ends_at = self.world.now() + timedelta(hours=21 * 24)
        self.cards.append(Card(card.id, cells, ends_at, asked))

    @rule(hours=st.integers(1, 120))
    def time_passes(self, hours: int) -> None:
        """Wait."""
        self.world.clock.advance(hours=hours)

    @rule(which=st.integers(0, 2), seconds=st.sampled_from([-1, 0, 1]))
    def time_passes_to_a_border(self, which: int, seconds: int) -> None:
        """Wait until a second before, at or after a border."""
        borders = sorted(
            [
                *(each.full_until for each in self.passcodes),
                *(each.card_until for each in self.passcodes),
                *(each.ends_at for each in self.cards),
            ]
        )
        ahead = [each for each in borders if each + SECOND * seconds > self.world.now()]
        if ahead:
            wanted = ahead[min(which, len(ahead) - 1)] + SECOND * seconds
            self.world.clock.advance(wanted - self.world.now())

    @invariant()
    def every_platform_opens_as_it_must(self) -> None:
        """F12, F13, F14: by nothing that is over, and by everything that is not."""
        with self.world.units.read() as unit:
            for platform in Platform:
                opened = {
                    factor.id: access
                    for factor in unit.customers.factors_of(ALICE)
                    if (access := access_with(unit, factor, platform, self.world.now()))
                }
                assert opened == self._must_open(platform)

    @invariant()
    def the_password_alone_opens_nothing(self) -> None:
        """F15."""
        if not self._must_open(Platform.TWS):
            assert self._started(Platform.TWS) == ""

    def _must_open(self, platform: Platform) -> dict[str, Access]:
        by_passcode = {e.factor_id: self._opens(e, platform) for e in self.passcodes}
        by_card = {e.factor_id: Access.FULL for e in self.cards if self._is_in_force(e)}
        by_device = {self.device: Access.FULL} if self.device else {}
        everything = {**by_passcode, **by_card, **by_device}
        return {factor_id: access for factor_id, access in everything.items() if access}

    def _opens(self, passcode: Passcode, platform: Platform) -> Access | None:
        now = self.world.now()
        if passcode.is_over or now >= passcode.card_until:
            return None
        if now < passcode.full_until:
            return Access.FULL
        return Access.CARD_ONLY if platform is Platform.CLIENT_PORTAL else None

    def _is_in_force(self, card: Card) -> bool:
        return not card.is_over and self.world.now() < card.ends_at

    def _started(self, platform: Platform) -> str:
        """Begin a login; return no id when it is refused."""
        request = LoginRequest("alice", PASSWORD, platform, None, None)
        try:
            return self.world.logging_in.start(request).login.id
        except Refusal:
            return ""

    def _logs_in(
        self, factor_id: str, platform: Platform, cells: dict[str, str], typed: str = ""
    ) -> tuple[Access | None, list[str]]:
        """Log in with a factor; return what that opened, and the cells that were asked for."""
        asked: list[str] = []
        try:
            login_id = self._started(platform)
            challenge = self.world.logging_in.choose_factor(login_id, factor_id).challenge
            if challenge is not None:
                asked = challenge.cells
                typed = "".join(cells[each] for each in asked)
            return self.world.logging_in.verify(login_id, typed), asked
        except Refusal:
            return None, asked


TestTemporaryAccessStories = TemporaryAccessStories.TestCase
TestTemporaryAccessStories.settings = settings(
    max_examples=40, stateful_step_count=25, deadline=None, database=None
)
