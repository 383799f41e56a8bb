"""`python -m authoring.review`: a person says what missed words mean, one after the other.

What is accepted goes to a file of proposed lines, in the form that `make nlu DATA=…` reads. Nothing
goes into the training data by itself: a person words a line of their own from what they saw.
"""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from sls.bootstrap import build
from sls.domain.misses import Miss
from sls.services.reviewing_misses import ReviewingMisses
from sls.settings import load_settings

ROOT = Path(__file__).resolve().parents[1]
TRAINING_DATA = ROOT / "bot" / "data"
PROPOSED = ROOT / "var" / "proposed.jsonl"
SKIP, LATER, QUIT = "s", "l", "q"
HELP = "label, Enter for the one in brackets, s(kip for good), l(ater), q(uit)"

Ask = Callable[[str], str]
Tell = Callable[[str], None]


@dataclass(frozen=True)
class Review:
    """One sitting: what is asked and told, and where accepted lines go."""

    reviewing: ReviewingMisses
    labels: frozenset[str]
    proposed: Path
    ask: Ask
    tell: Tell

    def run(self, limit: int) -> int:
        """Go through what waits; return how many lines were proposed."""
        accepted = 0
        for miss in self.reviewing.waiting(limit):
            self.tell(described(miss))
            answer = self._answer(miss)
            if answer == QUIT:
                break
            if answer == LATER:
                continue
            if answer != SKIP:
                self._propose(miss, answer)
                accepted += 1
            if miss.id is not None:
                self.reviewing.review(miss.id)
        return accepted

    def _answer(self, miss: Miss) -> str:
        """Ask until the answer is a label or a letter."""
        while True:
            answer = self.ask(f"{HELP} [{miss.meant or ''}]: ").strip() or miss.meant or ""
            if answer in self.labels or answer in (SKIP, LATER, QUIT):
                return answer
            self.tell(f"No such label: {answer!r}")

    def _propose(self, miss: Miss, label: str) -> None:
        line = {"text": miss.text, "lang": miss.language, "intent": label}
        self.proposed.parent.mkdir(parents=True, exist_ok=True)
        with self.proposed.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")


def described(miss: Miss) -> str:
    """Return what is known of a miss, for a person to read."""
    lines = [f"\n{miss.created_at:%Y-%m-%d} {miss.kind} {miss.language}: {miss.text}"]
    if miss.guesses:
        lines.append(f"  guessed: {', '.join(miss.guesses)}")
    if miss.reworded:
        lines.append(f"  said next: {miss.reworded}")
    if miss.meant:
        lines.append(f"  chosen next: {miss.meant}")
    return "\n".join(lines)


def known_labels(domain: Path = ROOT / "bot" / "domain") -> frozenset[str]:
    """Return the labels that a line may have."""
    parts = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in domain.glob("*.yml")]
    entries = [entry for part in parts for entry in part.get("intents", [])]
    return frozenset(name for entry in entries for name in entry) - {"nlu_fallback"}


def main(arguments: Sequence[str] | None = None) -> int:
    """Review what waits in the database of the settings."""
    parser = argparse.ArgumentParser(prog="python -m authoring.review", description=__doc__)
    parser.add_argument("--out", type=Path, default=PROPOSED, help="where accepted lines go")
    parser.add_argument("--limit", type=int, default=50, help="how many to look at")
    options = parser.parse_args(arguments)
    if options.out.resolve().is_relative_to(TRAINING_DATA):
        _tell("authoring.review: lines are proposed, not trained on; name another file")
        return 2
    reviewing = build(load_settings()).reviewing_misses
    review = Review(reviewing, known_labels(), options.out, input, _tell)
    _tell(f"{review.run(options.limit)} lines proposed in {options.out}")
    return 0


def _tell(text: str) -> None:
    sys.stdout.write(text + "\n")


if __name__ == "__main__":
    sys.exit(main())
