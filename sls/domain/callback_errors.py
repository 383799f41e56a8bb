"""Expected refusals about being called back for help; they belong to the tree of `errors`."""

from sls.domain.errors import Refusal


class CallbackRefused(Refusal):
    """A customer cannot be called back, or not then; `reason` is a word for programs."""

    code = "callback_refused"

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class CallbackUnknown(Refusal):
    """There is no such request to be called back."""

    code = "callback_unknown"
