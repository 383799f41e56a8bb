"""Starting the reactivation of IB Key in a conversation: the code goes ahead of the app (F49-F51).

From level 1 on a customer with IB Key gets the text message at once. The code opens nothing by
itself: the app that is activated asks for name and password, and binds the code to that phone.
"""

from datetime import datetime

from sls.domain.bindings import APP_KINDS, physical_device
from sls.domain.conversations import Level
from sls.domain.errors import BudgetSpent, ChannelUnavailable, ResendTooSoon
from sls.domain.factors import Factor
from sls.domain.messages import Utterance
from sls.domain.phones import PhoneNumber
from sls.services.activating import Activating
from sls.services.requesting_codes import say_budget_spent, say_too_soon, unavailable
from sls.services.turns import Turn

_GUIDE = "topic:new_phone_or_reactivate"


class StartingReactivation:
    """The capability `start_reactivation`."""

    def __init__(self, activating: Activating) -> None:
        self._activating = activating

    def tell(self, turn: Turn) -> None:
        """Send the activation code if we know whose it is, and say what to do next."""
        customer_id = _customer_of(turn)
        if customer_id is None:
            self.explain(turn)
            return
        factors = turn.unit.customers.factors_of(customer_id)
        device = physical_device(factors, turn.now)
        if not any(_is_app(each, turn.now) for each in factors):
            turn.say("reactivation.no_app", _GUIDE, "hand_off")
        elif device is not None:
            name = Utterance(f"factor.{device.kind}")
            turn.say("reactivation.by_device", _GUIDE, "hand_off", device=name)
        else:
            self._send(turn, customer_id)

    def explain(self, turn: Turn) -> None:
        """Say how it is done, and send nothing."""
        turn.say("reactivation.explained", _GUIDE, "hand_off")

    def _send(self, turn: Turn, customer_id: str) -> None:
        language = turn.conversation.language
        try:
            delivery = self._activating.start_in_chat(turn.unit, customer_id, language, turn.now)
        except ChannelUnavailable as refusal:
            turn.replies.append(unavailable(refusal))
        except BudgetSpent as refusal:
            say_budget_spent(turn, refusal)
        except ResendTooSoon as refusal:
            say_too_soon(turn, "reactivation.too_soon", refusal.retry_after)
        else:
            turn.say("reactivation.sent", to=PhoneNumber(delivery.number).masked)
            turn.say("reactivation.next", _GUIDE, "hand_off")


def _customer_of(turn: Turn) -> str | None:
    if turn.level < Level.LOGIN_BOUND:
        return None
    if turn.customer_id is not None:
        return turn.customer_id
    return turn.login.customer_id if turn.login is not None else None


def _is_app(factor: Factor, now: datetime) -> bool:
    return factor.kind in APP_KINDS and not factor.is_over(now)
