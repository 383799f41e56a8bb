"""Conversations: levels and states."""

from sls.domain.conversations import ConversationState, Level


def test_levels_rise_with_how_sure_we_are():
    assert [level.value for level in sorted(Level)] == [0, 1, 2, 3, 4]
    assert Level.ANONYMOUS < Level.LOGIN_BOUND < Level.SITE_AUTHENTICATED
    assert Level.SITE_AUTHENTICATED < Level.SECOND_FACTOR < Level.AGENT_VERIFIED


def test_the_states_are_those_of_the_contract():
    assert {state.value for state in ConversationState} == {
        "assistant",
        "queued",
        "agent",
        "closed",
    }
