"""Customers who asked to be called: what it is about, where they are, what was tried, and when."""

from dataclasses import dataclass
from datetime import tzinfo

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from desk.origins import is_from_our_pages
from desk.pages import Pages
from desk.standings import Standing, standing
from desk.transfers import TransferRows
from sls.domain.help_requests import MAX_RINGS
from sls.domain.moments import written_moment
from sls.domain.phones import PhoneNumber
from sls.ports import Library
from sls.services.attending import Attending, Card


@dataclass(frozen=True)
class Waiter:
    """One customer on the page; texts by their ids."""

    id: str
    number: str
    language: str
    state: str
    rings_at: str
    rings: int
    most: int
    place: Standing
    may_be_changed: bool


class Callbacks:
    """The page of transfers and of open requests, with two buttons for each of these."""

    def __init__(
        self,
        attending: Attending,
        transfers: TransferRows,
        library: Library,
        zone: tzinfo,
        pages: Pages,
    ) -> None:
        self._attending = attending
        self._transfers = transfers
        self._library = library
        self._zone = zone
        self._pages = pages

    def listed(self) -> Response:
        """Show who waits for a call, or tell a page that asks again that all is as it was."""
        answer = self._page()
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

    def _page(self, status: int = 200) -> Response:
        waiters, transfers = self._waiters(), self._transfers.rows()
        return self._pages.page("desk/callbacks.html", status, waiters=waiters, transfers=transfers)

    def _waiters(self) -> list[Waiter]:
        return [self._waiter(card) for card in self._attending.cards()]

    def _waiter(self, card: Card) -> Waiter:
        request = card.request
        return Waiter(
            id=request.id,
            number=PhoneNumber(request.number).masked,
            language=request.language,
            state=request.state.value,
            rings_at=written_moment(request.due_at, self._zone),
            rings=request.rings,
            most=MAX_RINGS,
            place=standing(self._library, card.walks, request.topic),
            may_be_changed=request.may_be_cancelled,
        )

    def _refused(self) -> Response:
        return self._page(403)

    def _back(self) -> AnyResponse:
        return redirect(url_for("procedure_desk.callbacks"), 303)
