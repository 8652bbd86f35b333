"""Files people write for the platform: read so that every value knows its line, checked, and told what to mend.

`read` gives a `File` (or raises `Unreadable`), `violations` compares it with a JSON Schema, `File.finding` names what a
schema cannot see, `unknown_name` a name that nothing bears. Services, organisations and the catalogue of data are all
read this way.
"""

from zhengtong.kernel.definitions._finding import File, Finding, Mark, Path, Severity
from zhengtong.kernel.definitions._read import Unreadable, read
from zhengtong.kernel.definitions._schema import load_schema, violations
from zhengtong.kernel.definitions._unknown_name import unknown_name
from zhengtong.kernel.definitions._yaml import YamlProblem, parse

__all__ = [
    "File",
    "Finding",
    "Mark",
    "Path",
    "Severity",
    "Unreadable",
    "YamlProblem",
    "load_schema",
    "parse",
    "read",
    "unknown_name",
    "violations",
]
