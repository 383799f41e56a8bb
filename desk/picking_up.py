"""The form for a customer's pick-up number: it leads to the step at which the customer is."""

from datetime import timedelta

from flask import Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from desk.origins import is_from_our_pages
from desk.pages import Pages, href
from desk.runs import picked_up
from desk.tries import Tries
from sls.domain.pick_ups import pick_up_number
from sls.domain.waits import whole_seconds
from sls.ports import Library
from sls.services.taking_over import TakingOver


class PickUpForm:
    """Takes the numbers that agents type."""

    def __init__(
        self, taking_over: TakingOver, library: Library, tries: Tries, pages: Pages
    ) -> None:
        self._taking_over = taking_over
        self._library = library
        self._tries = tries
        self._pages = pages

    def take(self) -> AnyResponse:
        """Use a number up and go to the customer's step, or say why not."""
        if not is_from_our_pages():
            return self._pages.listed(403, refusal="desk.pick_up.foreign")
        number = pick_up_number(request.form.get("number", ""))
        if number is None:
            return self._pages.listed(422, refusal="desk.pick_up.not_a_number")
        address = request.remote_addr or ""
        wait = self._tries.charge(address)
        if wait is not None:
            return self._too_many(wait)
        found = self._taking_over.pick_up(number)
        if found is None:
            return self._pages.listed(404, refusal="desk.pick_up.unknown")
        self._tries.give_back(address)
        spot = picked_up(self._library, found.walks)
        if spot is None:
            return self._pages.listed(404, refusal="desk.pick_up.gone")
        return redirect(href(spot), 303)

    def _too_many(self, wait: timedelta) -> Response:
        response = self._pages.listed(429, refusal="desk.pick_up.too_many", wait=wait)
        response.headers["Retry-After"] = str(whole_seconds(wait))
        return response
