"""Any story of a login: choosing, sending, right and wrong responses, passing time and rest."""

from datetime import timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    precondition,
    rule,
)

from sls.domain.challenges import CHALLENGE_LIFETIME, Challenge
from sls.domain.codes import CODE_LIFETIME, MAX_ATTEMPTS
from sls.domain.errors import ChannelUnavailable, NotVerified, ResendTooSoon, WrongState
from sls.domain.factors import Channel, FactorKind
from sls.domain.lockouts import FREE_FAILURES
from sls.domain.logins import LOGIN_LIFETIME, LoginState
from tests.fakes.bootstrap import World
from tests.sls.services.devices import has_devices, shows

# So few that a story comes back to each of them.
MAX_LOGINS = 3
SMS, CARD = FactorKind.SMS, FactorKind.DSC_PLUS
FACTORS = {kind: f"factor-gita-{kind}" for kind in (SMS, CARD)}
PAUSES = (
    timedelta(seconds=1),
    timedelta(seconds=30),
    timedelta(minutes=1),
    CHALLENGE_LIFETIME,
    CODE_LIFETIME,
    LOGIN_LIFETIME,
)


class Logins(RuleBasedStateMachine):
    """Logs in as Gita, who has SMS and a DSC+, and keeps a book of what must be."""

    logins = Bundle("logins")

    @initialize()
    def begin(self) -> None:
        """Let there be Gita with both of her devices."""
        self.world = World()
        has_devices(self.world, "gita", SMS, CARD)
        self.chosen: dict[str, FactorKind] = {}
        self.right: dict[str, tuple[str, object]] = {}  # the response that is right, and until when
        self.spent: set[str] = set()
        self.opened: dict[str, object] = {}
        self.charged: dict[str, int] = {}
        self.granted: dict[str, int] = {}
        self.failures = dict.fromkeys(FACTORS, 0)
        self.rests_until = dict.fromkeys(FACTORS, self.world.now())

    @precondition(lambda self: len(self.opened) < MAX_LOGINS)
    @rule(target=logins)
    def enter_the_password(self) -> object:
        """Open a login."""
        login_id = self.world.logs_in("gita")
        self.opened[login_id] = self.world.now()
        self.charged[login_id] = self.granted[login_id] = 0
        return multiple(login_id)

    @rule(login_id=logins, kind=st.sampled_from(sorted(FACTORS)))
    def choose(self, login_id: str, kind: FactorKind) -> None:
        """Choose a device, or the same one again for another challenge."""
        is_open = self.is_live(login_id) and self.chosen.get(login_id, kind) == kind
        try:
            asked = self.world.logging_in.choose_factor(login_id, FACTORS[kind])
        except WrongState:
            assert not is_open
            return
        assert is_open
        self.chosen[login_id] = kind
        if asked.challenge is not None:
            self.expect(login_id, asked.challenge)

    @rule(login_id=logins, channel=st.sampled_from(Channel))
    def send(self, login_id: str, channel: Channel) -> None:
        """Ask for a code."""
        can_have_one = self.is_live(login_id) and self.chosen.get(login_id) is SMS
        try:
            sent = self.world.sends(login_id, channel)
        except (WrongState, ChannelUnavailable):
            assert not can_have_one
            return
        except ResendTooSoon:
            return
        assert can_have_one
        self.right[login_id] = (sent.code, sent.delivery.expires_at)

    @rule(login_id=logins)
    def answer_rightly(self, login_id: str) -> None:
        """Give the response that was asked for last, be it in time or not."""
        response, until = self.right.get(login_id, ("no question was put", self.world.now()))
        key = f"{login_id}|{response}"
        is_right = self.can_try(login_id) and self.world.now() < until and key not in self.spent
        self.count(login_id, is_right=is_right)
        assert self.is_granted(login_id, response) == is_right
        if is_right:
            self.spent.add(key)
            self.granted[login_id] += 1

    @rule(login_id=logins, other=logins)
    def answer_with_another_logins_response(self, login_id: str, other: str) -> None:
        """Give what is right elsewhere (A3, A10)."""
        response, _ = self.right.get(other, ("", None))
        if login_id == other or response == self.right.get(login_id, ("none", None))[0]:
            return
        self.count(login_id, is_right=False)
        assert not self.is_granted(login_id, response)

    @rule(login_id=logins, response=st.sampled_from(["", "0000000", "00000000x", "nonsense"]))
    def answer_wrongly(self, login_id: str, response: str) -> None:
        """Give what is right nowhere."""
        self.count(login_id, is_right=False)
        assert not self.is_granted(login_id, response)

    @rule(login_id=logins)
    def answer_the_newest_of_two_questions(self, login_id: str) -> None:
        """Have a question put twice at one moment: only the newer one counts."""
        for _ in range(2):
            self.choose(login_id, CARD)
        self.answer_rightly(login_id)

    @rule(login_id=logins, kind=st.sampled_from(sorted(FACTORS)))
    def guess_until_the_end(self, login_id: str, kind: FactorKind) -> None:
        """Use up every try of a login."""
        self.choose(login_id, kind)
        for _ in range(MAX_ATTEMPTS):
            self.answer_wrongly(login_id, "nonsense")

    @rule(pause=st.sampled_from(PAUSES))
    def wait(self, pause: timedelta) -> None:
        """Let time pass."""
        self.world.clock.advance(pause)

    @invariant()
    def nobody_is_in_without_a_right_response(self) -> None:
        """A login is verified exactly when one right response was taken, and never twice."""
        for login_id, granted in getattr(self, "granted", {}).items():
            assert granted in (0, 1)
            with self.world.units.read() as unit:
                login = unit.logins.get(login_id)
            assert (login.state is LoginState.VERIFIED) == (granted == 1)
            assert login.factor_id == FACTORS.get(self.chosen.get(login_id))

    @invariant()
    def no_login_has_more_than_five_tries(self) -> None:
        """The count is what the book says, whatever was sent or asked again."""
        for login_id, charged in getattr(self, "charged", {}).items():
            with self.world.units.read() as unit:
                login = unit.logins.get(login_id)
            assert login.attempts == charged <= MAX_ATTEMPTS

    @invariant()
    def a_factor_rests_exactly_after_too_many_failures(self) -> None:
        """Ten failures in a row over any logins; a success forgets them."""
        for kind, failures in getattr(self, "failures", {}).items():
            with self.world.units.read() as unit:
                factor = unit.customers.factor(FACTORS[kind])
            assert factor.failures == failures
            assert not factor.is_locked(self.world.now()) or failures > FREE_FAILURES

    def expect(self, login_id: str, challenge: Challenge) -> None:
        """Write down what answers a challenge."""
        self.right[login_id] = (shows(CARD, challenge), challenge.expires_at)

    def is_live(self, login_id: str) -> bool:
        """Whether the login still waits, by the book."""
        is_in_time = self.world.now() < self.opened[login_id] + LOGIN_LIFETIME
        return is_in_time and self.charged[login_id] < MAX_ATTEMPTS and not self.granted[login_id]

    def can_try(self, login_id: str) -> bool:
        """Whether a try will be compared at all, by the book."""
        if login_id not in self.chosen or not self.is_live(login_id):
            return False
        return self.world.now() >= self.rests_until[self.chosen[login_id]]

    def count(self, login_id: str, *, is_right: bool) -> None:
        """Write down what a try must cost."""
        if not self.can_try(login_id):
            return
        kind = self.chosen[login_id]
        self.charged[login_id] += 1
        self.failures[kind] = 0 if is_right else self.failures[kind] + 1
        beyond = self.failures[kind] - FREE_FAILURES
        if beyond > 0:
            rest = min(timedelta(minutes=2 ** (beyond - 1)), timedelta(hours=1))
            self.rests_until[kind] = self.world.now() + rest

    def is_granted(self, login_id: str, response: str) -> bool:
        """Try a response."""
        try:
            self.world.logging_in.verify(login_id, response)
        except NotVerified:
            return False
        return True


Logins.TestCase.settings = settings(
    max_examples=40, stateful_step_count=30, deadline=None, database=None
)
TestLogins = Logins.TestCase
