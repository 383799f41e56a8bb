"""The desk's pages: the list of procedures, and the runner."""

from functools import partial
from typing import Any
from urllib.parse import urlencode

from flask import Response, render_template, request, url_for

from desk.branch_map import map_branches
from desk.drawing import Drawing
from desk.heads import heads_of
from desk.language import HTML_LANGUAGES, chosen_language, remember_language
from desk.leads import leads
from desk.library import WholeLibrary
from desk.runs import Run
from desk.shelves import arrange, haystack, matches
from desk.spots import Pairs, Spot, read_spot
from sls.domain.languages import LANGUAGES
from sls.domain.pick_ups import PICK_UP_LENGTH, PICK_UP_LIFETIME
from sls.domain.procedures import Procedure
from sls.texts import Catalogues

LONGEST_SEARCH = 100
MINUTES = int(PICK_UP_LIFETIME.total_seconds() // 60)


class Pages:
    """Renders what agents see, in the language of each request."""

    def __init__(self, library: WholeLibrary, texts: Catalogues) -> None:
        self._library = library
        self._texts = texts

    def procedures(self) -> Response:
        """Show every procedure, or those that were searched for."""
        return self.listed(wanted=request.args.get("q", "")[:LONGEST_SEARCH].strip())

    def listed(
        self, status: int = 200, *, wanted: str = "", refusal: str = "", **values: object
    ) -> Response:
        """Show the list; `refusal` is the text that says why a number was not taken."""
        every = self._library.all()
        found = [each for each in every if matches(self._haystack(each), wanted)]
        return self.page(
            "desk/procedures.html",
            status,
            shelves=arrange(every),
            found={each.id for each in found},
            wanted=wanted,
            haystack=self._haystack,
            refusal=refusal,
            values=values,
            length=PICK_UP_LENGTH,
            minutes=MINUTES,
        )

    def run(self, procedure_id: str) -> Response:
        """Show one procedure where the address says that one stands."""
        procedure = self._library.get(procedure_id)
        if procedure is None:
            return self.page("desk/unknown.html", 404)
        pairs = list(request.args.items(multi=True))
        run = Run(procedure, read_spot(self._library, procedure, pairs))
        branches = map_branches(procedure, run.known, run.passed, run.here)
        heads = heads_of(run, branches, partial(self._texts.text, chosen_language()))
        return self.page(
            "desk/runner.html",
            run=run,
            procedure=procedure,
            leads=lambda options: leads(run, self._library, options),
            branches=branches,
            drawing=Drawing(branches, heads),
        )

    def page(self, template: str, status: int = 200, **values: Any) -> Response:
        """Render one page in the language of the request."""
        language = chosen_language()
        html = render_template(
            template,
            t=partial(self._texts.text, language),
            say=self._texts.text,
            href=href,
            languages=HTML_LANGUAGES,
            language=language,
            switch=switched,
            **values,
        )
        response = Response(html, status=status, mimetype="text/html")
        response.headers["Vary"] = "Accept-Language, Cookie"
        response.headers["Cache-Control"] = "no-cache"
        response.headers["X-Robots-Tag"] = "noindex"
        remember_language(response)
        return response

    def _haystack(self, procedure: Procedure) -> str:
        title = f"{procedure.id}.title"
        return haystack(procedure, [self._texts.raw(each, title) for each in LANGUAGES])


def href(spot: Spot) -> str:
    """Return the address of a spot."""
    return _with_query(url_for("procedure_desk.run", procedure_id=spot.procedure), spot.query())


def switched(language: str) -> str:
    """Return the address of this very page in another language."""
    path = url_for("procedure_desk.procedures") if request.method == "POST" else request.path
    pairs = [each for each in request.args.items(multi=True) if each[0] != "lang"]
    return _with_query(path, [*pairs, ("lang", language)])


def _with_query(path: str, pairs: Pairs) -> str:
    return f"{path}?{urlencode(pairs)}" if pairs else path
