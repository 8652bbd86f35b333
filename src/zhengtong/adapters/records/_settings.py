"""Settings of a connection come from people: what they lack or say wrongly is named."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar, cast

from zhengtong.sharing.gateway.ports import BadSettings

_Read = TypeVar("_Read")


def settings_of(read: Callable[[Mapping[str, Any]], _Read], settings: Mapping[str, object]) -> _Read:
    """What `read` makes of the settings; BadSettings names what is missing."""
    try:
        return read(cast(Mapping[str, Any], settings))
    except BadSettings:
        raise
    except KeyError as error:
        raise BadSettings(f"the connection's settings lack {error.args[0]}") from error
    except (AttributeError, TypeError, ValueError) as error:
        raise BadSettings("the connection's settings have a wrong shape") from error
