"""Rank the intents of a message with calibrated confidences, and reject what fits none."""

import json
import logging
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.nlu.featurizers.featurizer import Featurizer
from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.sparse import csr_matrix, hstack
from threadpoolctl import threadpool_limits

from bot.components.calibration import Calibration, calibrate, left_out_logits
from bot.components.chosen_channel import settle
from bot.components.ensemble import Ensemble, Lines, Settings, fit_ensemble
from bot.components.folding import fold
from bot.components.kernel import Kernel, Space, fit_space, kernel_around
from bot.components.left_out import write_left_out
from bot.components.softmax import Blocks, Softmax, probabilities, stack

logger = logging.getLogger(__name__)
_WEIGHTS_FILE, _SETTINGS_FILE = "weights.npz", "classes.json"
_CHINESE = re.compile(r"[\u3400-\u9fff]")


class Learned(NamedTuple):
    """Everything training leaves behind."""

    intents: list[str]
    space: Space
    model: Ensemble
    calibration: Calibration


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class CalibratedClassifier(IntentClassifier, GraphComponent):
    """Decide alone, as the last component, so that nothing re-judges its confidences."""

    @classmethod
    def required_components(cls) -> list[type]:
        """Return what must stand before this component."""
        return [Featurizer]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the settings; the shares are of the training lines, by cross-validation."""
        return {
            "penalty": 5e-5,
            "steps": 80,
            "kernel_weight": 16.0,
            "kernel_width": 256,
            "folds": 3,
            "workers": 2,
            "balance": 0.25,
            "ngram_weight": 1.0,
            "out_of_scope": "out_of_scope",
            # To turn one of ours away costs more than to ask a stranger what is the matter.
            "handicap": 1.5,
            "rejected_share": 0.01,
            # What is never overlooked: as likely as this beside any other label, it is asked about.
            "alarm": "suspected_break_in",
            "alarming": 0.25,
        }

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        learned: Learned | None = None,
    ) -> None:
        """Keep the settings and, after training, what was learned."""
        self._config = {**self.get_default_config(), **config}
        self._model_storage, self._resource = model_storage, resource
        self._learned = learned

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "CalibratedClassifier":
        """Create the component untrained."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "CalibratedClassifier":
        """Load the trained component."""
        with model_storage.read_from(resource) as folder:
            learned = read_learned(folder)
        return cls(config, model_storage, resource, learned)

    def train(self, training_data: TrainingData) -> Resource:
        """Fit, calibrate on lines left out, and store."""
        examples = [one for one in training_data.intent_examples if one.get(TEXT)]
        intents = sorted({one.get(INTENT) for one in examples})
        labels = np.array([intents.index(one.get(INTENT)) for one in examples])
        raw = self._features(examples)
        space = fit_space(raw.dense, self._config["kernel_width"])
        lines = self._lines(examples, raw, space)
        weights = balanced_weights(labels, self._config["balance"])
        settings = Settings(*(self._config[one] for one in Settings._fields))

        def fit(at: np.ndarray) -> Ensemble:
            return fit_ensemble(lines.rows(at), labels[at], weights[at], len(intents), settings)

        # The workers are the threads; the model of all lines is their longest job, so the first.
        with threadpool_limits(limits=1), ThreadPoolExecutor(self._config["workers"]) as pool:
            whole = pool.submit(fit, np.arange(len(labels)))
            logits = left_out_logits(
                labels,
                self._config["folds"],
                lambda seen, left_out: fit(seen).logits(lines.rows(left_out)),
                pool,
            )
        logits = settle(logits, intents, folded(examples))
        calibration = calibrate(
            logits,
            labels,
            intents.index(self._config["out_of_scope"]),
            self._config["rejected_share"],
        )
        accuracy = float((logits.argmax(axis=1) == labels).mean())
        logger.info("Left-out accuracy %.3f, %s.", accuracy, calibration)
        self._learned = Learned(intents, space, whole.result(), calibration)
        confidences = probabilities(logits, calibration.temperature)
        with self._model_storage.write_to(self._resource) as folder:
            write_learned(folder, self._learned)
            texts = [one.get(TEXT) for one in examples]
            write_left_out(folder, texts, labels, confidences, intents)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Set the intent and the whole ranking of each message."""
        written = [message for message in messages if message.get(TEXT)]
        if not written or self._learned is None:
            return messages
        lines = self._lines(written, self._features(written), self._learned.space)
        logits = self._learned.model.logits(lines)
        logits = settle(logits, self._learned.intents, folded(written))
        aside = self._learned.intents.index(self._config["out_of_scope"])
        logits[:, aside] -= self._config["handicap"]
        confidences = probabilities(logits, self._learned.calibration.temperature)
        for message, row in zip(written, confidences, strict=True):
            ranking = self._ranking(row)
            message.set("intent", ranking[0], add_to_output=True)
            message.set("intent_ranking", ranking, add_to_output=True)
        return messages

    def _ranking(self, row: np.ndarray) -> list[dict[str, Any]]:
        """Return all intents by confidence, led by the rejection when none is likely enough."""
        assert self._learned is not None
        ranking = [
            {"name": self._learned.intents[at], "confidence": float(row[at])}
            for at in np.argsort(-row)
        ]
        best = ranking[0]
        is_ours = best["name"] != self._config["out_of_scope"]
        is_likely = best["confidence"] >= self._learned.calibration.threshold
        if (is_likely or not is_ours) and not self._alarms(ranking):
            return ranking
        doubt = 1.0 - best["confidence"]
        return [{"name": DEFAULT_NLU_FALLBACK_INTENT_NAME, "confidence": doubt}, *ranking]

    def _alarms(self, ranking: list[dict[str, Any]]) -> bool:
        """Return whether another label leads, and the alarm may be meant all the same."""
        alarm, likely = self._config["alarm"], self._config["alarming"]
        return any(one["name"] == alarm and one["confidence"] >= likely for one in ranking[1:])

    def _lines(self, messages: list[Message], raw: Blocks, space: Space) -> Lines:
        """Return features as the models want them.

        Embeddings of any two sentences are alike; without their mean, differences count.
        """
        is_chinese = np.array([bool(_CHINESE.search(one.get(TEXT))) for one in messages])
        return Lines(raw.centred(space.centre), space.place(raw.dense), is_chinese)

    def _features(self, messages: list[Message]) -> Blocks:
        return stack([self._blocks(message) for message in messages])

    def _blocks(self, message: Message) -> Blocks:
        sparse = [
            one.features
            for one in message.features
            if one.is_sparse() and one.attribute == TEXT and one.type == FEATURE_TYPE_SENTENCE
        ]
        dense = [
            one.features
            for one in message.features
            if one.is_dense() and one.attribute == TEXT and one.type == FEATURE_TYPE_SENTENCE
        ]
        weight = self._config["ngram_weight"]
        return Blocks(np.hstack(dense), csr_matrix(hstack(sparse) * weight, dtype=np.float32))


def folded(messages: list[Message]) -> list[str]:
    """Return the messages' texts as they are read for what they settle on."""
    return [fold(one.get(TEXT)) for one in messages]


def balanced_weights(labels: np.ndarray, power: float) -> np.ndarray:
    """Weigh rare intents up, by a power of the full balance: that would starve out_of_scope."""
    counts = np.bincount(labels)
    return ((len(labels) / (len(counts) * counts)) ** power)[labels]


def write_learned(folder: Path, learned: Learned) -> None:
    """Store without pickling, so that loading a model runs no code of the model."""
    model = learned.model
    weights = {
        **_named("space", learned.space),
        **_named("linear", model.linear),
        **_halved("latin", model.latin),
        **_halved("chinese", model.chinese),
    }
    np.savez_compressed(folder / _WEIGHTS_FILE, **weights)
    settings = {
        "intents": learned.intents,
        "kernel_weight": model.kernel_weight,
        **learned.calibration._asdict(),
    }
    (folder / _SETTINGS_FILE).write_text(json.dumps(settings), encoding="utf-8")


def read_learned(folder: Path) -> Learned:
    """Read back what `write_learned` stored."""
    settings = json.loads((folder / _SETTINGS_FILE).read_text(encoding="utf-8"))
    with np.load(folder / _WEIGHTS_FILE, allow_pickle=False) as stored:

        def part(name: str, shape: Any) -> Any:
            return shape(*(stored[f"{name}_{field}"] for field in shape._fields))

        def kernel(name: str) -> Kernel:
            halves = (stored[f"{name}_points"], stored[f"{name}_votes"])
            return kernel_around(*(half.astype(np.float32) for half in halves))

        model = Ensemble(
            part("linear", Softmax), kernel("latin"), kernel("chinese"), settings["kernel_weight"]
        )
        space = part("space", Space)
    calibration = Calibration(settings["temperature"], settings["threshold"])
    return Learned(settings["intents"], space, model, calibration)


def _named(name: str, part: Any) -> dict[str, np.ndarray]:
    """Return the arrays of a part under their names."""
    return {f"{name}_{field}": each.astype(np.float32) for field, each in part._asdict().items()}


def _halved(name: str, kernel: Kernel) -> dict[str, np.ndarray]:
    """Return a kernel's arrays, in half the room: nearly all of a model is kernels."""
    return {
        f"{name}_points": kernel.points.astype(np.float16),
        f"{name}_votes": kernel.votes.astype(np.float16),
    }
