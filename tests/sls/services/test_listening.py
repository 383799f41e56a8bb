"""Listening: the events of all conversations, in order."""

from sls.services import listening
from tests.sls.services.conversation import Customer


def test_before_anything_happened_there_is_nothing_to_hear(world):
    assert world.listening.newest() == 0
    assert list(world.listening.after(0)) == []


def test_a_reader_hears_everybody_in_order_and_nothing_twice(world):
    one, two = Customer(world), Customer(world)
    since = world.listening.newest()
    two.clicks("hand_off")
    one.clicks("hand_off")

    heard = world.listening.after(since)

    assert [event.id for event in heard] == sorted(event.id for event in heard)
    assert [event.conversation_id for event in heard] == [
        two.conversation_id,
        two.conversation_id,
        one.conversation_id,
        one.conversation_id,
    ]
    assert world.listening.newest() == heard[-1].id
    assert list(world.listening.after(heard[-1].id)) == []


def test_a_reader_that_is_far_behind_catches_up_in_batches(world):
    customer = Customer(world)
    with world.units.write() as unit:
        (greeting,) = unit.store.events
        for number in range(2, listening.BATCH + 3):
            unit.store.events.append(type(greeting)(**{**vars_of(greeting), "id": number}))

    first = world.listening.after(0)
    rest = world.listening.after(first[-1].id)

    assert (len(first), len(rest)) == (listening.BATCH, 2)
    assert {event.conversation_id for event in first} == {customer.conversation_id}


def vars_of(event: object) -> dict[str, object]:
    """Return the fields of an event, without what the mapper adds."""
    return {name: value for name, value in vars(event).items() if not name.startswith("_")}
