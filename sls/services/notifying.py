"""Notifying: customers are told of changes to how they log in, at the number on file (A6, A19)."""

from datetime import datetime, timedelta

from sls.domain.countries import CountryPolicy
from sls.domain.customers import Customer
from sls.domain.deliveries import Delivery, DeliveryState
from sls.domain.factors import Channel
from sls.domain.messages import Utterance
from sls.domain.purposes import Purpose
from sls.ports import NumberingPlan, Randomness, UnitOfWork

# Long enough for a phone that is switched off at night; after that the news is stale.
NOTICE_LIFETIME = timedelta(hours=10)


class Notifying:
    """Queues text messages that carry no secret, inside the transaction of what they tell of."""

    def __init__(
        self, countries: CountryPolicy, plan: NumberingPlan, randomness: Randomness
    ) -> None:
        self._countries = countries
        self._plan = plan
        self._randomness = randomness

    def tell(self, unit: UnitOfWork, customer: Customer, news: Utterance, now: datetime) -> bool:
        """Send a notice to the customer's number on file; False where no message can go there.

        A notice counts towards no budget of codes, so the caller decides how often it is sent.
        """
        if self._countries.refusal(self._plan.region(customer.number), Channel.SMS) is not None:
            return False
        data = news.as_data()
        unit.deliveries.add(
            Delivery(
                id=self._randomness.token(),
                job=self._randomness.token(),
                login_id=customer.id,
                code_id=None,
                channel=Channel.SMS,
                number=customer.number,
                language=customer.language,
                state=DeliveryState.QUEUED,
                created_at=now,
                due_at=now,
                expires_at=now + NOTICE_LIFETIME,
                gate_key="",
                purpose=Purpose.NOTICE,
                notice={"id": data["id"], "values": data["values"]},
            )
        )
        return True
