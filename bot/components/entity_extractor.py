"""Extract platform, device, channel and amount by rule, with normalised values."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.components.amounts import find_amounts
from bot.components.chosen_channel import SMS, VOICE, channel_mentioned, chosen_channel
from bot.components.folding import fold_aligned
from bot.components.names import NAMES

# Right before a name; folding has made Cantonese and Traditional denials these.
_DENIAL = re.compile(
    r"(?:\bnot|n['’]?t|不是|并非)\s*(?:on|in|the|an?|my|用)?\s*(?:the|an?|my)?\s*\Z"
)


class Found(NamedTuple):
    """An entity in folded text."""

    entity: str
    value: str | float
    start: int
    end: int


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class RuleEntityExtractor(GraphComponent, EntityExtractorMixin):
    """Name what customers mention; nothing here is learned, so nothing here surprises."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "RuleEntityExtractor":
        """Create the component; it has no settings."""
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the entities of each message to it."""
        for message in messages:
            entities = self.add_extractor_name(extract(message.get(TEXT) or ""))
            message.set(ENTITIES, message.get(ENTITIES, []) + entities, add_to_output=True)
        return messages


def extract(text: str) -> list[dict[str, Any]]:
    """Return Rasa entities, each value once, with offsets into the text as it was written.

    What is denied stands before the rest: "TWS, not the portal" means TWS, and whoever takes one
    value of each kind takes the last.
    """
    folded = fold_aligned(text)
    entities: list[dict[str, Any]] = []
    seen = set()
    names = _settled(folded.text, _without_overlaps(list(_candidates(folded.text))))
    for found in sorted(names, key=lambda one: not _is_denied(folded.text, one)):
        if (found.entity, found.value) in seen:
            continue
        seen.add((found.entity, found.value))
        start, end = folded.original_span(found.start, found.end)
        value = found.value
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        entities.append({"entity": found.entity, "value": value, "start": start, "end": end})
    return entities


def _is_denied(text: str, found: Found) -> bool:
    return _DENIAL.search(text[: found.start]) is not None


def _settled(text: str, names: list[Found]) -> list[Found]:
    """Keep of two channels the one that the text settles on, and call it by what it is named.

    "Texts don't get through here, can it read the digits to me" wants a call.
    """
    chosen = chosen_channel(text)
    place = channel_mentioned(text, chosen) if chosen else None
    others = [one for one in names if one.entity == "channel" and one.value != chosen]
    if chosen is None or place is None or not any(one.value in {SMS, VOICE} for one in others):
        return names
    kept = [one for one in names if one not in others]
    if any(one.entity == "channel" for one in kept):
        return kept
    return [*kept, Found("channel", chosen, *place)]


def _candidates(text: str) -> Iterator[Found]:
    for name in NAMES:
        for match in name.pattern.finditer(text):
            start, end = match.span("name" if "name" in match.re.groupindex else 0)
            yield Found(name.entity, name.value, start, end)
    for amount in find_amounts(text):
        yield Found("amount", amount.value, amount.start, amount.end)


def _without_overlaps(candidates: list[Found]) -> list[Found]:
    """Keep the longest of overlapping names: "online security code card" is no code card."""
    kept: list[Found] = []
    for found in sorted(candidates, key=lambda one: (one.start - one.end, one.start)):
        if all(found.end <= other.start or other.end <= found.start for other in kept):
            kept.append(found)
    return sorted(kept, key=lambda one: one.start)
