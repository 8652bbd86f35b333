"""What the sum of a decision's lines is called."""

from zhengtong.kernel.text import Text
from zhengtong.offer.catalogue.data import ServiceVersion


def amount_label(version: ServiceVersion) -> Text:
    """In the words of the definition ("每月发放"); empty where its rules compute no amount."""
    result = version.files.get("rules.yaml", {}).get("result", {})
    return Text.read(result.get("amount", {}).get("label", ""))
