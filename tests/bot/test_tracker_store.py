"""The tracker store forgets."""

import asyncio

from rasa.core.tracker_store import TrackerStore, create_tracker_store
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import UserUttered
from rasa.utils.endpoints import EndpointConfig

from bot.components.tracker_store import ForgetfulTrackerStore


def test_rasa_builds_the_store_from_its_module_path():
    config = EndpointConfig(type="bot.components.tracker_store.ForgetfulTrackerStore")

    store = create_tracker_store(config, Domain.empty())

    assert isinstance(store, ForgetfulTrackerStore)
    assert isinstance(store, TrackerStore)


def test_nothing_is_kept_however_many_turns_there_were():
    store = ForgetfulTrackerStore(None, Domain.empty(), None)

    async def talk():
        for turn in range(200):
            tracker = await store.get_or_create_tracker("somebody")
            assert len(tracker.events) == 1
            tracker.update(UserUttered(f"turn {turn}"))
            await store.save(tracker)
        return await store.retrieve("somebody"), list(await store.keys())

    assert asyncio.run(talk()) == (None, [])
