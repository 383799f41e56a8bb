"""Published test vectors as records of fields, read from the package that carries them."""

import re
from collections.abc import Iterator
from importlib import resources

_FIELD = re.compile(r"(\w+) ?= ?(.*)")
_SECTION = re.compile(r"\[(\w+) = (\w+)\]")


def read_vectors(*path: str) -> Iterator[dict[str, str]]:
    """Yield each record of a file, with what its section says; a blank line ends a record."""
    text = resources.files("cryptography_vectors").joinpath(*path).read_text(encoding="utf-8")
    section: dict[str, str] = {}
    record: dict[str, str] = {}
    for line in [*text.splitlines(), ""]:
        if found := _SECTION.fullmatch(line):
            section[found[1]] = found[2]
        elif line == "FAIL":
            record["FAIL"] = "yes"
        elif found := _FIELD.fullmatch(line):
            record[found[1]] = found[2]
        elif not line and record:
            yield {**section, **record}
            record = {}
