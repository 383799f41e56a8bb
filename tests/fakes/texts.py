"""Words that show their id, so that a test sees what was said and not how."""


class IdsAsWords:
    """Renders `sms.code` in English with code 402981 as `en sms.code code=402981`."""

    def text(self, language: str, message_id: str, **values: object) -> str:
        """Return the language, the id and the values."""
        shown = [f"{name}={value}" for name, value in sorted(values.items())]
        return " ".join([language, message_id, *shown])

    def phrases(self, language: str, message_id: str) -> tuple[str, ...]:
        """Return the few ways to say an answer that the stories use."""
        return {
            "hear.device.dsc_plus": ("the grey card", "card"),
            "hear.number.2": ("second",),
            "hear.question": ("how many",),
            "hear.alarm": ("hacked",),
            "hear.key.1": ("one",),
            "hear.key.star": ("start over",),
            "hear.key.pound": ("say that again",),
            "hear.yes": ("yes",),
            "hear.no": ("no",),
            "hear.text_answer": ("text it to me",),
            "hear.code": ("code",),
            "hear.callback": ("call me",),
        }.get(message_id, ())
