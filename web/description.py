"""The API's own description, `/api/openapi.json`: what is common to all, and a file per topic."""

import functools
from pathlib import Path
from typing import Any

import yaml
from flask import Blueprint, Response, jsonify

_FOLDER = Path(__file__).with_name("openapi")
_KEYED = "/api/sls/v1/"
_METHODS = ("get", "post", "put", "patch", "delete")
_PROBLEM = "#/components/responses/Problem"


def create_description() -> Blueprint:
    """Return the page that describes the API."""
    description = Blueprint("description", __name__)

    @description.get("/api/openapi.json")
    def describe() -> Response:
        return jsonify(read_description())

    return description


@functools.cache
def read_description() -> dict[str, Any]:
    """Return the whole description, an OpenAPI 3.1 document."""
    whole: dict[str, Any] = _read(_FOLDER / "base.yml")
    whole["paths"] = {}
    for path in sorted(_FOLDER.glob("*.yml")):
        topic = _read(path)
        whole["paths"] |= topic.get("paths", {})
        for kind in ("parameters", "schemas"):
            whole["components"][kind] |= topic.get("components", {}).get(kind, {})
    _describe_keys(whole["paths"])
    return whole


def _describe_keys(paths: dict[str, Any]) -> None:
    """Say of every operation what it answers without its key, or to a key used again."""
    keyed = [item for path, item in paths.items() if path.startswith(_KEYED)]
    for method, operation in ((m, item[m]) for item in keyed for m in item if m in _METHODS):
        for status in ("401", "403", *(("409", "422") if method == "post" else ())):
            operation["responses"].setdefault(status, {"$ref": _PROBLEM})


def _read(path: Path) -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return read
