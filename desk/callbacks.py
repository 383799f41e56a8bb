"""Customers who asked to be called: what it is about, where they are, what was tried, and when."""

from dataclasses import dataclass
from datetime import tzinfo

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from desk.origins import is_from_our_pages
from desk.pages import Pages
from desk.runs import Run, picked_up
from desk.spots import Spot
from sls.domain.help_requests import MAX_RINGS
from sls.domain.moments import written_moment
from sls.domain.phones import PhoneNumber
from sls.ports import Library
from sls.services.attending import Attending, Card


@dataclass(frozen=True)
class Waiter:
    """One customer on the page; texts by their ids, and the spot at which their walk stands."""

    id: str
    number: str
    language: str
    state: str
    rings_at: str
    rings: int
    most: int
    title_id: str | None
    spot: Spot | None
    step: int
    told: tuple[str, ...]
    answers: tuple[tuple[str, str], ...]
    may_be_changed: bool


class Callbacks:
    """The page of open requests, and its two buttons."""

    def __init__(self, attending: Attending, library: Library, zone: tzinfo, pages: Pages) -> None:
        self._attending = attending
        self._library = library
        self._zone = zone
        self._pages = pages

    def listed(self) -> Response:
        """Show who waits for a call, or tell a page that asks again that all is as it was."""
        answer = self._pages.page("desk/callbacks.html", waiters=self._waiters())
        answer.add_etag()
        answer.make_conditional(request)
        return answer

    def ring(self, request_id: str) -> AnyResponse:
        """Let a customer be rung now."""
        if not is_from_our_pages():
            return self._refused()
        self._attending.ring_now(request_id)
        return self._back()

    def finish(self, request_id: str) -> AnyResponse:
        """Settle a request otherwise."""
        if not is_from_our_pages():
            return self._refused()
        self._attending.finish(request_id)
        return self._back()

    def _waiters(self) -> list[Waiter]:
        return [self._waiter(card) for card in self._attending.cards()]

    def _waiter(self, card: Card) -> Waiter:
        request, spot = card.request, picked_up(self._library, card.walks)
        topic = spot.procedure if spot is not None else request.topic
        procedure = self._library.get(topic) if topic else None
        run = Run(procedure, spot) if procedure is not None and spot is not None else None
        return Waiter(
            id=request.id,
            number=PhoneNumber(request.number).masked,
            language=request.language,
            state=request.state.value,
            rings_at=written_moment(request.due_at, self._zone),
            rings=request.rings,
            most=MAX_RINGS,
            title_id=f"{procedure.id}.title" if procedure is not None else None,
            spot=spot,
            step=spot.step if spot is not None else 0,
            told=tuple(card.walks[-1]["said"]) if card.walks and run is not None else (),
            answers=tuple((f"ask.{name}", run.label_of(name, value)) for name, value in _given(run))
            if run is not None
            else (),
            may_be_changed=request.may_be_cancelled,
        )

    def _refused(self) -> Response:
        return self._pages.page("desk/callbacks.html", 403, waiters=self._waiters())

    def _back(self) -> AnyResponse:
        return redirect(url_for("procedure_desk.callbacks"), 303)


def _given(run: Run) -> list[tuple[str, str]]:
    """Return what the customer has answered; what the core knows of a login is not theirs."""
    return [(name, value) for name, value in run.spot.values.items() if name in _asked(run)]


def _asked(run: Run) -> set[str]:
    return {question.name for question in run.procedure.asks}
