"""What the model said of each training line when that line was left out: kept for the report."""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np

LEFT_OUT_FILE = "left_out.jsonl"
_KEPT = 5


def write_left_out(
    folder: Path,
    texts: Sequence[str],
    labels: np.ndarray,
    confidences: np.ndarray,
    intents: Sequence[str],
) -> None:
    """Store text, intent and the head of the ranking of every line, likeliest first."""
    lines = []
    for text, label, row in zip(texts, labels, confidences, strict=True):
        best = np.argsort(-row)[:_KEPT]
        ranking = [[intents[at], round(float(row[at]), 4)] for at in best]
        line = {"text": text, "intent": intents[label], "ranking": ranking}
        lines.append(json.dumps(line, ensure_ascii=False) + "\n")
    (folder / LEFT_OUT_FILE).write_text("".join(lines), encoding="utf-8")
