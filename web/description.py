"""The API's own description, `/api/openapi.json`."""

import functools
from pathlib import Path
from typing import Any

import yaml
from flask import Blueprint, Response, jsonify

_FILE = Path(__file__).with_name("openapi.yml")


def create_description() -> Blueprint:
    """Return the page that describes the API."""
    description = Blueprint("description", __name__)

    @description.get("/api/openapi.json")
    def describe() -> Response:
        return jsonify(_read())

    return description


@functools.cache
def _read() -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return read
