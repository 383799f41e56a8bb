"""TwiML, taken apart."""

from xml.etree import ElementTree as ET


def parsed(markup: str | bytes) -> ET.Element:
    """Return a document of ours as XML."""
    return ET.fromstring(markup)  # noqa: S314 - written by the product itself
