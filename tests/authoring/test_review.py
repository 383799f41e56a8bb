"""A person reviews missed words; what they accept is proposed and never trained on by itself."""

import json

import pytest

from authoring.review import TRAINING_DATA, Review, described, known_labels, main
from sls.services.reviewing_misses import ReviewingMisses
from tests.fakes.bootstrap import World
from tests.sls.services.conversation import Customer

LABELS = frozenset({"change_pin", "m2fs", "code_not_received"})


@pytest.fixture
def world() -> World:
    """Give a world in which three messages of a customer were missed."""
    world = World()
    customer = Customer(world)
    for text in ("one", "two", "three"):
        world.interpreter.teach(text, "clarify", "nlu_fallback")
        customer.says(text)
    return world


@pytest.fixture
def told() -> list[str]:
    """Give what the person is told."""
    return []


@pytest.fixture
def review(world, told, tmp_path):
    """Return a function that reviews with these answers, and gives what was proposed."""

    def run(*answers: str) -> list[dict[str, str]]:
        given, proposed = iter(answers), tmp_path / "new" / "proposed.jsonl"
        reviewing = ReviewingMisses(world.units, world.clock)
        Review(reviewing, LABELS, proposed, lambda _: next(given), told.append).run(10)
        return [json.loads(line) for line in proposed.read_text().splitlines()]

    return run


def _waiting(world) -> list[str]:
    return [each.text for each in ReviewingMisses(world.units, world.clock).waiting(10)]


def test_what_is_accepted_is_proposed_and_done_with(world, review):
    proposed = review("change_pin", "q")

    assert proposed == [{"text": "one", "lang": "en", "intent": "change_pin"}]
    assert _waiting(world) == ["two", "three"]


def test_what_is_skipped_is_done_with_and_what_is_put_off_comes_again(world, review):
    proposed = review("s", "l", "m2fs")

    assert [each["text"] for each in proposed] == ["three"]
    assert _waiting(world) == ["two"]


def test_a_label_that_is_none_is_asked_for_again(told, review):
    proposed = review("change_pine", "", "change_pin", "q")

    assert proposed[0]["intent"] == "change_pin"
    assert sum(each.startswith("No such label") for each in told) == 2


def test_the_choice_of_the_customer_is_what_enter_means(world, tmp_path):
    customer = Customer(world)
    world.interpreter.teach(
        "four", "clarify", "nlu_fallback", ranking=[("m2fs", 0.3), ("change_pin", 0.2)]
    )
    customer.says("four")
    customer.clicks("topic:m2fs")
    reviewing, proposed = ReviewingMisses(world.units, world.clock), tmp_path / "proposed.jsonl"
    answers = iter(["s", "s", "s", ""])

    Review(reviewing, LABELS, proposed, lambda _: next(answers), lambda _: None).run(10)

    assert json.loads(proposed.read_text()) == {"text": "four", "lang": "en", "intent": "m2fs"}


def test_what_is_shown_names_guesses_and_what_followed(world):
    customer = Customer(world)
    world.interpreter.teach(
        "four", "clarify", "nlu_fallback", ranking=[("m2fs", 0.3), ("change_pin", 0.2)]
    )
    world.interpreter.teach("two devices at once", "walk_procedure", "m2fs")
    customer.says("four")
    customer.says("two devices at once")

    shown = described(ReviewingMisses(world.units, world.clock).waiting(10)[-1])

    assert "guessed: m2fs, change_pin" in shown
    assert "said next: two devices at once" in shown
    assert "chosen next: m2fs" in shown


def test_nothing_is_written_into_the_training_data(capsys):
    assert main(["--out", str(TRAINING_DATA / "nlu" / "en" / "new.yml")]) == 2
    assert "proposed" in capsys.readouterr().out


def test_a_line_may_have_any_label_of_the_domain_but_the_fallback():
    labels = known_labels()

    assert {"change_pin", "out_of_scope", "ask_how_long"} <= labels
    assert "nlu_fallback" not in labels
