"""Nothing of a webhook is read before its signature holds."""

from flask import Request, abort, current_app
from twilio.request_validator import RequestValidator

from sls.settings import Settings


class SignatureGate:
    """Checks X-Twilio-Signature over the public URL, with the old token too while it rotates."""

    def __init__(self, settings: Settings) -> None:
        self._public_base_url = settings.public_base_url
        tokens = (settings.twilio_auth_token, settings.twilio_auth_token_old)
        self._validators = [RequestValidator(token) for token in tokens if token]

    def check(self, request: Request) -> None:
        """Refuse a request that Twilio did not sign, with 403 and nothing changed."""
        signature = request.headers.get("X-Twilio-Signature", "")
        # The public URL is a setting: what a proxy passes on is not to be believed.
        try:
            url = self._public_base_url + request.full_path.rstrip("?")
        except UnicodeDecodeError:
            abort(403)
        parameters = request.form if request.method == "POST" else {}
        if not any(each.validate(url, parameters, signature) for each in self._validators):
            current_app.logger.warning("webhook_refused")
            abort(403)
