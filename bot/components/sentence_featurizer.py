"""Sentence embeddings as features: Chinese and English meet in one space of meaning."""

from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.nlu.tokenizers.tokenizer import Tokenizer
from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.components.encoders import ENCODERS, limit_numpy
from bot.components.folding import fold
from bot.components.progress import told

# What encoding a line costs beside its characters, in characters: the shortest are not free.
_EACH = 30


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceFeaturizer(DenseFeaturizer, GraphComponent):
    """Add the embedding of one encoder to each message."""

    @classmethod
    def required_components(cls) -> list[type]:
        """Return what must stand before this component."""
        return [Tokenizer]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the settings: which encoder, how much it weighs, and the size of batches."""
        defaults = DenseFeaturizer.get_default_config()
        return {**defaults, "encoder": "universal", "weight": 1.0, "batch_size": 32}

    def __init__(self, config: dict[str, Any], name: str) -> None:
        """Prepare the encoder."""
        super().__init__(name, config)
        self._encode = ENCODERS[self._config["encoder"]]()

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "SentenceFeaturizer":
        """Create the component."""
        return cls(config, execution_context.node_name)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "SentenceFeaturizer":
        """Load the component and its weights, so that the first customer does not wait."""
        featurizer = cls.create(config, model_storage, resource, execution_context)
        limit_numpy()
        featurizer.process([Message(data={TEXT: "warm"})])
        return featurizer

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Refuse an encoder that does not exist."""
        if config["encoder"] not in ENCODERS:
            raise InvalidConfigException(f"Unknown sentence encoder {config['encoder']!r}.")

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Add embeddings to all training examples, similar lengths together."""
        examples = [one for one in training_data.training_examples if one.get(TEXT)]
        examples.sort(key=lambda one: len(one.get(TEXT)))
        size = self._config["batch_size"]
        batches = [examples[start : start + size] for start in range(0, len(examples), size)]
        efforts = [sum(_EACH + len(one.get(TEXT)) for one in batch) for batch in batches]
        step = f"Encoding {len(examples)} lines with {self._config['encoder']}"
        for batch in told(step, batches, efforts):
            self.process(batch)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the embedding of each message to it."""
        written = [message for message in messages if message.get(TEXT)]
        if not written:
            return messages
        texts = [fold(message.get(TEXT)) for message in written]
        vectors = np.asarray(self._encode(texts), dtype=np.float32) * self._config["weight"]
        for message, vector in zip(written, vectors, strict=True):
            message.add_features(
                Features(vector[None, :], FEATURE_TYPE_SENTENCE, TEXT, self._identifier)
            )
        return messages
