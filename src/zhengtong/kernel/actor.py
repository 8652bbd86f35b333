"""Who does something: passed to every write, written into every audit row."""

from dataclasses import dataclass
from typing import Literal

ActorKind = Literal["anonymous", "resident", "company_agent", "staff", "administrator", "department", "system"]


@dataclass(frozen=True, slots=True)
class Actor:
    """One who acts, as known at the time of the act.

    `id` is stable and opaque (`user:7`, `system:worker`); `person` is the identity.Person of a human; `organisation`
    is the credit code and `post` the name of the post a member of staff acts in; `permissions` come from the post.
    """

    kind: ActorKind
    id: str
    name: str
    person: str = ""
    organisation: str = ""
    post: str = ""
    permissions: frozenset[str] = frozenset()

    def may(self, permission: str) -> bool:
        """Whether the actor's post (or being the system) carries a permission."""
        return self.kind == "system" or permission in self.permissions


ANONYMOUS = Actor(kind="anonymous", id="anonymous", name="")


def system(name: str) -> Actor:
    """The platform acting by itself, e.g. `system("worker")`."""
    return Actor(kind="system", id=f"system:{name}", name=f"system:{name}")
