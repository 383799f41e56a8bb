"""Character n-grams weighted by tf-idf: they know product words that embeddings do not."""

import json
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import TOKENS_NAMES
from rasa.nlu.featurizers.sparse_featurizer.sparse_featurizer import SparseFeaturizer
from rasa.nlu.tokenizers.tokenizer import Tokenizer
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from sklearn.feature_extraction.text import TfidfVectorizer

from bot.components.chosen_channel import SMS, VOICE, chosen_channel
from bot.components.folding import fold

_FILE = "ngrams.json"
# No customer writes these marks, so that they are n-grams of their own.
_MARKS = {SMS: "⊕s ", VOICE: "⊕v ", None: ""}


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class NgramFeaturizer(SparseFeaturizer, GraphComponent):
    """Count the character n-grams of the folded tokens."""

    @classmethod
    def required_components(cls) -> list[type]:
        """Return what must stand before this component."""
        return [Tokenizer]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the settings: lengths of n-grams and how often one must occur to count."""
        defaults = SparseFeaturizer.get_default_config()
        return {**defaults, "shortest": 1, "longest": 4, "min_occurrences": 3}

    def __init__(
        self,
        config: dict[str, Any],
        name: str,
        model_storage: ModelStorage,
        resource: Resource,
        learned: dict[str, Any] | None = None,
    ) -> None:
        """Build the vectorizer, with what was learned when there is something."""
        super().__init__(name, config)
        self._model_storage, self._resource = model_storage, resource
        self._vectorizer = TfidfVectorizer(
            analyzer="char",
            lowercase=False,
            sublinear_tf=True,
            ngram_range=(self._config["shortest"], self._config["longest"]),
            min_df=self._config["min_occurrences"],
            dtype=np.float32,
        )
        if learned:
            self._vectorizer.vocabulary_ = {one: at for at, one in enumerate(learned["ngrams"])}
            self._vectorizer.idf_ = np.array(learned["idf"], dtype=np.float32)

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "NgramFeaturizer":
        """Create the component untrained."""
        return cls(config, execution_context.node_name, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "NgramFeaturizer":
        """Load the trained component."""
        with model_storage.read_from(resource) as folder:
            learned = json.loads((folder / _FILE).read_text(encoding="utf-8"))
        return cls(config, execution_context.node_name, model_storage, resource, learned)

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Accept every setting the defaults name."""

    def train(self, training_data: TrainingData) -> Resource:
        """Learn the n-grams and their weights, and store them."""
        self._vectorizer.fit([plain(one) for one in training_data.intent_examples])
        vocabulary = self._vectorizer.vocabulary_
        learned = {
            "ngrams": sorted(vocabulary, key=lambda ngram: vocabulary[ngram]),
            "idf": [round(float(weight), 5) for weight in self._vectorizer.idf_],
        }
        with self._model_storage.write_to(self._resource) as folder:
            text = json.dumps(learned, ensure_ascii=False)
            (folder / _FILE).write_text(text, encoding="utf-8")
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Add n-gram features to all training examples."""
        self.process(training_data.training_examples)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Add n-gram features to each message."""
        written = [message for message in messages if message.get(TEXT)]
        if not written:
            return messages
        matrix = self._vectorizer.transform([plain(message) for message in written])
        for at, message in enumerate(written):
            message.add_features(
                Features(matrix[at], FEATURE_TYPE_SENTENCE, TEXT, self._identifier)
            )
        return messages


def plain(message: Message) -> str:
    """Return the folded tokens of a message, framed by blanks, and the channel it settles on."""
    tokens = message.get(TOKENS_NAMES[TEXT]) or []
    pieces = [" "]
    for token in tokens:
        is_word = token.lemma[:1].isascii()
        if is_word and pieces[-1] != " ":
            pieces.append(" ")
        pieces.append(token.lemma)
        if is_word:
            pieces.append(" ")
    if pieces[-1] != " ":
        pieces.append(" ")
    return "".join(pieces) + _MARKS[chosen_channel(fold(message.get(TEXT)))]
