"""Any story of sharing, losing devices and answering, against rules by hand (A28)."""

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from sls.domain.errors import NotVerified, TemporaryAccessOver, WrongState
from sls.domain.factors import FactorKind
from sls.domain.security_errors import ShareRefused
from sls.domain.sharing import ShareState
from sls.services.ending_factors import end_factor
from tests.sls.services.household import Household

F = FactorKind
# Ann, Ben and Cleo are one person; the firm of Dora is flagged; Emil is somebody else.
PEOPLE = {
    "ann": (F.DSC_PLUS, F.SECURITY_CODE_CARD),
    "ben": (F.SMS,),
    "cleo": (F.GOLD,),
    "dora": (F.DSC,),
    "emil": (F.PLATINUM,),
}
NAMES = st.sampled_from(sorted(PEOPLE))
LIKELY = st.sampled_from([("ben", "ann"), ("cleo", "ann"), ("ben", "cleo"), ("dora", "ann")])
# Best first, once more by hand (F56, X31).
RANKS = ({F.DSC_PLUS}, {F.GOLD, F.PLATINUM}, {F.DSC}, {F.SECURITY_CODE_CARD})


class Stories(RuleBasedStateMachine):
    """Asks for devices, answers with them, decides, loses them and lets time pass, in any order."""

    @initialize()
    def move_in(self) -> None:
        """Let everybody have their devices and papers."""
        self.home = Household()
        for username, kinds in PEOPLE.items():
            other = {"papers": None} if username == "emil" else {}
            self.home.has(username, *kinds, compliance=username == "dora", **other)
        self.waiting: dict[str, str | None] = {}
        self.granted: set[str] = set()

    @rule(requester=NAMES, owner=NAMES)
    def ask(self, requester: str, owner: str) -> None:
        """Ask for somebody's device; what is offered must be the owner's own and the best."""
        try:
            view = self.home.asks_to_share(requester, owner)
        except (ShareRefused, TemporaryAccessOver):
            return
        assert requester != owner
        assert "emil" not in (requester, owner)
        lent = self.lent()
        assert not {each.id for each in view.devices} & set(lent)
        best = {self.place(each.kind) for each in self.live(owner)}
        assert {self.place(each.kind) for each in view.devices} == {min(best)}
        self.waiting[view.share.id] = None

    @rule(pair=LIKELY)
    def share(self, pair: tuple[str, str]) -> None:
        """Go all the way at once."""
        requester, owner = pair
        try:
            view = self.home.shares(requester, owner)
        except (ShareRefused, TemporaryAccessOver):
            return
        assert view.state in (ShareState.APPROVED, ShareState.PENDING)
        self.decided(view.share.id, view.share)

    @precondition(lambda self: self.waiting)
    @rule(pick=st.integers(0, 99), right=st.booleans())
    def answer(self, pick: int, right: bool) -> None:
        """Choose a device for a share and answer with it, or with nonsense."""
        share_id = sorted(self.waiting)[pick % len(self.waiting)]
        sharing = self.home.world.sharing
        owner_id = sharing.view(share_id).share.owner_id
        for factor in self.live(owner_id.removeprefix("customer-")):
            try:
                _, device, challenge = sharing.choose(share_id, factor.id)
            except (ShareRefused, WrongState):
                continue
            response = self.home.answers(device.id, challenge.question) if right else "x"
            try:
                view = sharing.verify(share_id, response)
            except NotVerified:
                assert not right or view_is_over(sharing, share_id)
                return
            assert right
            self.decided(share_id, view.share)
            return

    @precondition(lambda self: self.home.world.sharing.pending())
    @rule(approves=st.booleans())
    def decide(self, approves: bool) -> None:
        """Let compliance decide about the oldest share that waits."""
        sharing = self.home.world.sharing
        share_id = sharing.pending()[0].id
        share = (sharing.approve if approves else sharing.reject)(share_id, "supervisor")
        assert approves or share.state is ShareState.REJECTED
        self.decided(share_id, share)

    @rule(owner=NAMES)
    def lose(self, owner: str) -> None:
        """Let somebody lose a device of their own."""
        own = [each for each in self.live(owner) if each.id not in self.lent()]
        if not own:
            return
        with self.home.units.write() as unit:
            end_factor(unit, unit.customers.factor_to_change(own[0].id), self.home.world.now())

    @rule(minutes=st.sampled_from([1, 6, 20]))
    def wait(self, minutes: int) -> None:
        """Let time pass."""
        self.home.clock.advance(minutes=minutes)

    @invariant()
    def nobody_holds_a_device_that_its_owner_has_lost(self) -> None:
        """Look at every factor that is another one's device."""
        if not hasattr(self, "home"):
            return
        with self.home.units.read() as unit:
            for factor_id, device_id in self.lent().items():
                factor, device = unit.customers.factor(factor_id), unit.customers.factor(device_id)
                assert factor is not None
                assert device is not None
                assert factor.ended_at is not None or device.ended_at is None
                assert factor.customer_id != device.customer_id
                assert device_id not in self.lent(), "a chain"

    @invariant()
    def nobody_holds_a_device_that_was_not_granted(self) -> None:
        """Look at where each shared factor comes from; the firm's only after a person decided."""
        if not hasattr(self, "home"):
            return
        assert set(self.lent()) == self.granted
        with self.home.units.read() as unit:
            for share in unit.store.shares.values():
                flagged = "customer-dora" in (share.requester_id, share.owner_id)
                assert not (flagged and share.factor_id and share.decided_by is None)
                assert "customer-emil" not in (share.requester_id, share.owner_id)

    def decided(self, share_id: str, share) -> None:
        """Note what became of a share."""
        if share.state is not ShareState.PENDING:
            self.waiting.pop(share_id, None)
        if share.state is ShareState.APPROVED:
            self.granted.add(share.factor_id)

    def live(self, username: str):
        """Return a user's live factors."""
        with self.home.units.read() as unit:
            return unit.customers.factors_of(f"customer-{username}")

    def lent(self) -> dict[str, str]:
        """Return which factors are whose devices."""
        with self.home.units.read() as unit:
            return dict(unit.store.shared_devices)

    @staticmethod
    def place(kind: FactorKind) -> int:
        """Return the place of a kind, by hand."""
        return next((n for n, kinds in enumerate(RANKS) if kind in kinds), len(RANKS))


def view_is_over(sharing, share_id: str) -> bool:
    """Whether a share can be answered no more, or rests: then a right answer is refused, too."""
    view = sharing.view(share_id)
    return view.state is not ShareState.REQUESTED or view.share.attempts > 0


TestStories = Stories.TestCase
TestStories.settings = settings(max_examples=20, stateful_step_count=15, deadline=None)
