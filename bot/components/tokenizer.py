"""Split mixed Chinese and Latin text into tokens whose offsets refer to the original text."""

import re
from typing import Any
from uuid import uuid4

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.components.folding import fold_aligned

# A mask token of the gateway, a Latin word (with an inner apostrophe or a trailing plus, as in
# "DSC+"), a number, or one CJK character. Everything else only separates.
_TOKEN = re.compile(
    r"\[(?:code|secret|card)\]"
    r"|[a-zà-öø-ÿ][a-z0-9à-öø-ÿ]*(?:'[a-z]+)?\+?"
    r"|\d+(?:[.,]\d+)*"
    r"|[\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class BilingualTokenizer(Tokenizer):
    """Tokenize Latin runs as words and Chinese by character, after folding."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the settings every Rasa tokenizer must have."""
        return {
            "intent_tokenization_flag": False,
            "intent_split_symbol": "_",
            "token_pattern": None,
            "prefix_separator_symbol": None,
        }

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Tokenize all training examples, and keep Rasa from hashing them at each later step.

        The hashes are keys of a cache that cannot hit: `bot/train.py` trains only what changed.
        A key of its own for each training keeps it from hitting wrongly.
        """
        tokenized, key = super().process_training_data(training_data), uuid4().hex
        tokenized.fingerprint = lambda: key
        return tokenized

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        """Return the tokens of one attribute; text without any becomes a single token."""
        text = message.get(attribute)
        folded = fold_aligned(text)
        tokens = []
        for match in _TOKEN.finditer(folded.text):
            start, end = folded.original_span(match.start(), match.end())
            tokens.append(Token(text[start:end], start, end, lemma=match.group()))
        return self._apply_token_pattern(tokens or [Token(text, 0)])
