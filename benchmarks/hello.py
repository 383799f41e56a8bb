"""The peer of a webhook: the smallest Flask application there is."""

from flask import Flask


def create_app() -> Flask:
    """Return it."""
    app = Flask("hello")

    @app.post("/hello")
    def hello() -> str:
        return "hello"

    return app
