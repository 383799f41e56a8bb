"""The settings of an installation in production; its secrets protect nothing but a benchmark."""

TOKEN = "token-of-the-benchmark"  # noqa: S105


def environment(database_url: str) -> dict[str, str]:
    """Return the environment of every program that is measured."""
    return {
        "SLS_ENV": "production",
        "DATABASE_URL": database_url,
        "SLS_SECRET": "secret-of-the-benchmark",
        "IDENTITY_SECRET": "secret-of-the-site",
        "RASA_TOKEN": "nobody-asks-rasa-here",
        "TWILIO_AUTH_TOKEN": TOKEN,
        "TWILIO_ACCOUNT_SID": "AC" + "9" * 32,
        "TWILIO_FROM": "+12025550199",
        "PUBLIC_BASE_URL": "http://127.0.0.1",
        "API_KEYS": "benchmark:login:key-of-the-benchmark-and-nothing-else",
    }
