"""The kernel speaks for what lies near a message, and keeps quiet about what lies nowhere."""

import numpy as np
import pytest

from bot.components.ensemble import Ensemble, Lines
from bot.components.kernel import fit_kernel, fit_space, kernel_around
from bot.components.softmax import Blocks, Softmax

LABELS = np.array([0, 0, 1, 1])
POINTS = np.array([[1, 0], [0.9, 0.1], [0, 1], [0.1, 0.9]], dtype=np.float32)


def test_a_point_gets_the_label_of_its_neighbours():
    kernel = fit_kernel(POINTS, LABELS, 2)

    scores = kernel.scores(np.array([[1.0, 0.05], [0.05, 1.0]], dtype=np.float32))

    assert scores.argmax(axis=1).tolist() == [0, 1]


def test_far_from_every_line_no_label_is_spoken_for():
    kernel = fit_kernel(POINTS, LABELS, 2)

    far = kernel.scores(np.array([[-4.0, -4.0]], dtype=np.float32))

    assert np.abs(far).max() < 1e-3


def test_a_script_without_training_lines_has_nothing_to_say():
    empty = fit_kernel(POINTS[:0], LABELS[:0], 2)

    assert empty.scores(POINTS).tolist() == [[0, 0]] * 4


@pytest.mark.parametrize("factor", [0.5, 1.0, 3.0])
def test_only_the_direction_from_the_mean_counts(factor):
    embeddings = np.random.default_rng(3).normal(size=(40, 6)).astype(np.float32)
    space = fit_space(embeddings, 4)

    places = space.place(space.centre + factor * (embeddings - space.centre))

    assert places.shape == (40, 4)
    assert places == pytest.approx(space.place(embeddings), abs=1e-4)


def test_the_space_keeps_the_directions_in_which_lines_differ_most():
    noise = np.random.default_rng(5).normal(size=(200, 3)).astype(np.float32)

    (direction,) = fit_space(noise * np.array([5.0, 0.1, 0.1], dtype=np.float32), 1).directions.T

    assert abs(direction[0]) > 0.99


def test_a_message_is_compared_with_lines_of_its_own_script():
    nothing = Softmax(
        np.zeros((2, 2), np.float32), np.zeros((1, 2), np.float32), np.zeros(2, np.float32)
    )
    latin = kernel_around(POINTS[:1], np.array([[1, 0]], dtype=np.float32))
    chinese = kernel_around(POINTS[:1], np.array([[0, 1]], dtype=np.float32))
    blocks = Blocks(np.zeros((2, 2), np.float32), np.zeros((2, 1), np.float32))
    lines = Lines(blocks, POINTS[[0, 0]], np.array([False, True]))

    logits = Ensemble(nothing, latin, chinese, 1.0).logits(lines)

    assert logits.argmax(axis=1).tolist() == [0, 1]
