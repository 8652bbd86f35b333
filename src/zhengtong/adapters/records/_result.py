"""What an answer says about itself: found, not found, refused, accepted; and that it belongs to our question."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

from zhengtong.adapters.records._tree import at, text_of
from zhengtong.sharing.gateway.ports import BadSettings, ProviderGarbled, ProviderRefused, Query

Meaning = Literal["found", "not_found", "refused", "accepted"]


@dataclass(frozen=True, slots=True)
class Result:
    """Where the result code stands and what each means; `echo` is where our nonce must come back."""

    path: str
    codes: Mapping[str, Meaning]
    echo: str

    def meaning(self, tree: object, query: Query) -> Meaning:
        """What the answer means. ProviderRefused when it is a refusal, ProviderGarbled when nobody can say."""
        if self.echo and text_of("echo", at(tree, self.echo)) != query.nonce:
            raise ProviderGarbled("the answer does not belong to this question")
        meaning = self.codes.get(text_of("result", at(tree, self.path)))
        if meaning is None:
            raise ProviderGarbled("unknown result code")
        if meaning == "refused":
            raise ProviderRefused("the provider refused")
        return meaning


def read_result(tree: Mapping[str, Any]) -> Result:
    """The result of settings; BadSettings names a meaning nobody knows."""
    codes = meanings(tree["result"]["codes"])
    return Result(tree["result"]["path"], codes, tree.get("echo", ""))


def meanings(codes: Mapping[Any, Any]) -> dict[str, Meaning]:
    """Codes and their meanings as settings give them."""
    for code, meaning in codes.items():
        if meaning not in get_args(Meaning):
            raise BadSettings(f"code {code} has an unknown meaning {meaning}")
    return {str(code): meaning for code, meaning in codes.items()}
