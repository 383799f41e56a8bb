"""People with phones: the app is activated on them, and what it was told is kept to log in with."""

from dataclasses import dataclass

from sls.adapters.pin_list import load_pin_rules
from sls.domain.bindings import BindingRules
from sls.domain.challenges import SUITES, Device
from sls.domain.deliveries import Delivery
from sls.domain.errors import NotVerified, Refusal
from sls.domain.factors import Channel, Factor, FactorKind
from sls.domain.ocra import respond
from sls.domain.purposes import Purpose
from sls.services.activating import Activated, Activating, ActivationRequest, Started, Ways
from sls.services.app_pins import AppPins
from sls.services.taking_effect import TakingEffect
from tests.fakes.bootstrap import World

IOS, ANDROID = FactorKind.IB_KEY_IOS, FactorKind.IB_KEY_ANDROID
OLD_PHONE, NEW_PHONE = "install-old", "install-new"
PIN, OTHER_PIN, DEVICE_KEY = "Xk7!", "pq-39", bytes(range(20))
CARD_PIN = "4826"


def card_answers(challenge: str) -> str:
    """Return what a Digital Security Card+ of `Apps.has_device` shows."""
    return respond(SUITES[FactorKind.DSC_PLUS], DEVICE_KEY, challenge, CARD_PIN, 0)


@dataclass
class App:
    """IB Key of one user on one phone, with the key that it was told."""

    activated: Activated
    pin: str | None
    counter: int = 0

    def answers(self, challenge: str) -> str:
        """Return the response that the app shows."""
        kind = self.activated.factor.kind
        shown = respond(SUITES[kind], self.activated.key, challenge, self.pin, self.counter)
        self.counter += 1
        return shown


class Apps:
    """Activating, over a world."""

    def __init__(self, world: World, rules: BindingRules | None = None) -> None:
        self.world = world
        rules = rules or BindingRules()
        self.activating = Activating(
            world.units,
            world.clock,
            world.randomness,
            world.secrets,
            AppPins(world.secrets, load_pin_rules()),
            Ways(
                world.sending,
                world.judging,
                world.verifying,
                TakingEffect(world.notifying, rules),
            ),
            rules,
        )

    def starts(
        self,
        username: str = "alice",
        kind: FactorKind = IOS,
        install: str = NEW_PHONE,
        adds_user: bool = False,
    ) -> Started:
        """Enter name and password in the app, and ask for an activation."""
        login_id = self.world.logs_in(username)
        return self.activating.start(ActivationRequest(login_id, kind, install, adds_user))

    def activates(
        self,
        username: str = "alice",
        kind: FactorKind = IOS,
        install: str = NEW_PHONE,
        pin: str | None = None,
    ) -> App:
        """Activate IB Key on a phone with the code of the text message."""
        pin = pin if pin is not None or kind is IOS else PIN
        started = self.starts(username, kind, install)
        activated = self.types(started, install, pin=pin)
        return App(activated, pin)

    def types(
        self,
        started: Started,
        install: str = NEW_PHONE,
        code: str | None = None,
        pin: str | None = None,
    ) -> Activated:
        """Type a code in the app, by default the right one."""
        right = self.world.code_of(started.delivery) if started.delivery and code is None else code
        return self.activating.activate(started.activation.id, install, right or "", pin)

    def is_refused(
        self,
        started: Started,
        install: str = NEW_PHONE,
        code: str | None = None,
        pin: str | None = None,
    ) -> bool:
        """Whether a code is refused, as any wrong one."""
        try:
            self.types(started, install, code, pin)
        except NotVerified:
            return True
        return False

    def has_device(self, username: str, kind: FactorKind) -> Factor:
        """Give a user's factor of this kind a device with a known key and PIN."""
        factor = next(each for each in self.factors(username) if each.kind is kind)
        device = Device(factor.id, b"", None)
        device.sealed_key = self.world.secrets.seal(DEVICE_KEY, device.place("key"))
        device.sealed_pin = self.world.secrets.seal(CARD_PIN.encode(), device.place("pin"))
        with self.world.units.write() as unit:
            unit.store.devices[factor.id] = device
        return factor

    def factors(self, username: str) -> list[Factor]:
        """Return a user's factors that have not ended."""
        with self.world.units.read() as unit:
            customer = unit.customers.by_username(username)
            assert customer is not None
            return list(unit.customers.factors_of(customer.id))

    def kinds(self, username: str) -> list[FactorKind]:
        """Return the kinds of a user's factors that have not ended."""
        return sorted(each.kind for each in self.factors(username))

    def can_log_in(self, username: str, app: App) -> bool:
        """Whether this app on its phone opens a login of its user."""
        login_id = self.world.logs_in(username)
        try:
            chosen = self.world.logging_in.choose_factor(login_id, app.activated.factor.id)
            question = chosen.challenge.question if chosen.challenge else ""
            self.world.logging_in.verify(login_id, app.answers(question))
        except Refusal:
            return False
        return True

    def notices(self) -> list[Delivery]:
        """Return the notices in the outbox, oldest first."""
        with self.world.units.read() as unit:
            every = unit.store.deliveries.values()
            return [each for each in every if each.purpose is Purpose.NOTICE]

    def messages(self) -> list[str]:
        """Let the worker send everything, and return what the messages say."""
        while self.world.works():
            pass
        return [order.body for order in self.world.telephony.messages]

    def has_verified_login(self, username: str = "alice") -> str:
        """Log in with a code by text message and return the login."""
        sent = self.world.sends(self.world.logs_in(username), Channel.SMS)
        self.world.logging_in.verify(sent.login_id, sent.code)
        return sent.login_id
