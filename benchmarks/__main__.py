"""`make bench`: measure both databases, print one table and, as the last line, one JSON object."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.calls import measure_calls
from benchmarks.core import measure_core
from benchmarks.databases import Place, postgresql, sqlite
from benchmarks.pictures import draw_rushes
from benchmarks.rush import measure_rush
from benchmarks.webhooks import measure_webhooks

SIZE = 400
PICTURE = Path(__file__).resolve().parent.parent / "docs" / "pictures" / "asked-to-ringing.png"


def main(size: int = SIZE) -> None:
    """Measure and print."""
    rows: list[dict[str, Any]] = []
    with sqlite() as place:
        rows += _measure(place, size)
    with postgresql() as place_or_none:
        if place_or_none is None:
            print("PostgreSQL is not installed; it is left out.", file=sys.stderr)
        else:
            rows += _measure(place_or_none, size)
    _print([row for row in rows if "commits_each" in row])
    _print([row for row in rows if "p99_ratio" in row])
    _print([row for row in rows if "handing_over_own_ms" in row])
    rushes = [row for row in rows if "ringing_p95_ms" in row]
    draw_rushes(rushes, PICTURE)
    for rush in rushes:
        del rush["spans_ms"]
    _print(rushes)
    print(json.dumps({"size": size, "rows": rows}))


def _measure(place: Place, size: int) -> list[dict[str, Any]]:
    rushes = [measure_rush(place, threads) for threads in (4, 16)]
    calls = measure_calls(place)
    return [*measure_core(place, size), measure_webhooks(place, size), *calls, *rushes]


def _print(rows: Sequence[dict[str, Any]]) -> None:
    if not rows:
        return
    columns = list(rows[0])
    widths = [max(len(each), *(len(str(row[each])) for row in rows)) for each in columns]
    for cells in (columns, *([row[each] for each in columns] for row in rows)):
        print("  ".join(str(cell).ljust(width) for cell, width in zip(cells, widths, strict=True)))
    print()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
