"""The pages with the phones and the devices, and the stream that keeps the phones up to date."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, render_template, request
from phonenumbers import SUPPORTED_REGIONS

from sls.domain.challenges import CARD_CELLS, SUITES
from sls.domain.factors import FactorKind
from standin.events import Streams
from standin.exchange import Exchange
from standin.faults import SWITCHES
from standin.numbers import from_address
from standin.ports import Demonstration, Texts

LANGUAGES = {"en": "en", "zh_CN": "zh-Hans"}


def register_pages(
    blueprint: Blueprint, exchange: Exchange, demonstration: Demonstration, texts: Texts
) -> None:
    """Serve the page and its events."""
    streams = Streams(exchange)

    @blueprint.get("/standin")
    def phones_page() -> str:
        language = page_language()
        return render_template(
            "standin/phones.html",
            language=language,
            html_language=LANGUAGES[language],
            words=texts.section(language, "standin."),
            people=people(demonstration.cast()),
            phone=from_address(request.args.get("phone", "")),
            switches=SWITCHES,
            countries=sorted(SUPPORTED_REGIONS),
        )

    @blueprint.get("/standin/devices")
    def devices_page() -> str:
        language = page_language()
        return render_template(
            "standin/devices.html",
            language=language,
            html_language=LANGUAGES[language],
            words=texts.section(language, "standin."),
            devices=devices(demonstration.cast(), texts.section(language, "factor.")),
            cell_count=CARD_CELLS,
        )

    @blueprint.get("/standin/events")
    def events() -> Response:
        stream = streams.open(request.headers.get("Last-Event-ID", ""))
        if stream is None:
            return Response(status=503, headers={"Retry-After": "5"})
        answer = Response(stream, mimetype="text/event-stream")
        answer.call_on_close(streams.release)
        answer.headers["Cache-Control"] = "no-store"
        answer.headers["X-Accel-Buffering"] = "no"
        return answer


def page_language() -> str:
    """Choose the language of the page: the one asked for, else the browser's."""
    wanted = request.args.get("lang", "")
    if wanted in LANGUAGES:
        return wanted
    best = request.accept_languages.best_match(["en", "zh-CN", "zh"], default="en")
    return "zh_CN" if best.startswith("zh") else "en"


def people(cast: Sequence[dict[str, Any]]) -> list[dict[str, str]]:
    """List whose phones these are; their secrets stay out of the page."""
    return [
        {
            "name": str(person.get("username", "")).title(),
            "number": str(person["number"]),
            "language": str(person.get("language", "en")),
        }
        for person in cast
        if person.get("number")
    ]


def devices(cast: Sequence[dict[str, Any]], labels: dict[str, str]) -> list[dict[str, Any]]:
    """List whose devices there are to be played; their keys stay out of the page."""
    return [
        {
            "username": person["username"],
            "name": str(person["username"]).title(),
            "kind": kind,
            "label": labels.get(f"factor.{kind}", kind),
            "has_pin": kind in SUITES and SUITES[FactorKind(kind)].has_pin,
            "has_cells": kind not in SUITES,
        }
        for person in cast
        for kind in person.get("device_keys", {})
    ]
