"""The actions that Rasa's rules name, one for each capability (design 5.1)."""

from actions.base import CapabilityAction


class ActionWalkProcedure(CapabilityAction):
    """Begin a guided procedure."""

    capability = "walk_procedure"


class ActionNavigate(CapabilityAction):
    """Move along the procedure under way."""

    capability = "navigate"


class ActionSendCode(CapabilityAction):
    """Send a code by text message or call."""

    capability = "send_code"


class ActionCheckWithdrawalLimit(CapabilityAction):
    """Say how much can be withdrawn, and with which device."""

    capability = "check_withdrawal_limit"


class ActionStartReactivation(CapabilityAction):
    """Send the text message with which IB Key is activated again."""

    capability = "start_reactivation"


class ActionAnswerQuestion(CapabilityAction):
    """Answer a question."""

    capability = "answer_question"


class ActionHandOff(CapabilityAction):
    """Say how a person can be reached."""

    capability = "hand_off"


class ActionSmallTalk(CapabilityAction):
    """Answer small talk."""

    capability = "small_talk"


class ActionClarify(CapabilityAction):
    """Ask what was meant, or say what help there is."""

    capability = "clarify"
