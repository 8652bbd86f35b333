"""The shapes of the API as OpenAPI shows them. Answers are written by `_say.py`; a test holds them against these."""

from datetime import date, datetime

from ninja import Schema
from pydantic import Field


class FieldError(Schema):
    """What is wrong with one field and how to mend it."""

    field: str
    code: str
    text: str


class Problem(Schema):
    """RFC 9457. `code` is lasting; `title` is for people, in their language."""

    type: str
    status: int
    code: str
    title: str
    errors: list[FieldError] | None = None
    params: dict[str, str | int] | None = None


class ProblemKind(Schema):
    """One kind of problem, as its `type` address explains it."""

    code: str
    title: str


class ServiceRow(Schema):
    """A service in a list. `days` are working days, null where the result is given at once."""

    id: str
    name: str
    summary: str
    organisation: str
    organisation_name: str
    days: int | None
    visits: int
    href: str


class Services(Schema):
    items: list[ServiceRow]


class LegalBasis(Schema):
    """An article. `unverified`: nobody has read it yet."""

    title: str
    article: str
    unverified: bool


class ServiceWhole(ServiceRow):
    """A service with its promise. `version` is the content hash of its definition."""

    version: str
    who: str
    legal_days: int
    fee: str | None
    address: str
    hours: str
    phone: str
    results: list[str]
    not_needed: list[str]
    basis: list[LegalBasis]
    guide: str
    form: str


class Choice(Schema):
    key: str
    label: str


class Question(Schema):
    """One thing asked. `boxes` are the names its answer takes in `answers`; `when` is CEL, null: always asked.

    `at_least` and `at_most` bound a count, or money in yuan."""

    id: str
    kind: str
    label: str
    hint: str | None
    required: bool
    longest: int
    at_least: int | None
    at_most: int | None
    unit: str | None
    when: str | None
    choices: list[Choice]
    boxes: list[str]
    entries: "Entries | None"


class Entries(Schema):
    """What is asked of each of several people or things.

    A box is written `question.key.box`, the key a number of the sender's own; a box that asks whose a thing is takes
    the key of a person. `first` is the key of the person who is always there.
    """

    least: int
    most: int
    first: str | None
    pages: list["FormPage"]


class FormPage(Schema):
    id: str
    title: str
    when: str | None
    questions: list[Question]


class Form(Schema):
    service: str
    version: str
    pages: list[FormPage]


class NewApplication(Schema):
    """All answers of an application: box name → what would be typed into it."""

    service: str = Field(max_length=100)
    answers: dict[str, str] = Field(max_length=300)


class Opened(Schema):
    """The receipt: the number of the case, and where it is."""

    case: str
    location: str


class CaseRow(Schema):
    """A case in a list. Dates are in China; `outcome` is empty until decided."""

    number: str
    service: str
    service_name: str
    organisation: str
    state: str
    outcome: str
    opened_at: datetime
    promised_due: date
    due_is_provisional: bool
    closed_at: datetime | None
    href: str


class Cases(Schema):
    """A page of a list; `next` is the address of the one after it, also given as a Link header."""

    items: list[CaseRow]
    next: str | None


class Answer(Schema):
    """An answer in words, identifiers masked. `entry` and `group`: the key and name of the person or thing it is of."""

    question: str
    entry: str | None
    group: str | None
    label: str
    said: str


class Evidence(Schema):
    """What a department was asked, on which basis; `answered_at` is null while we wait.

    `about` names one of several people; `found` is null too where it is for that person alone to know.
    """

    resource: str
    about: str | None
    provider: str
    basis: str
    answered_at: datetime | None
    found: bool | None


class ReasonGiven(Schema):
    text: str
    cite: str


class SumLine(Schema):
    """Money in 分."""

    label: str
    amount_fen: int
    source: str


class DecisionMade(Schema):
    outcome: str
    by: str
    decided_at: datetime | None
    reasons: list[ReasonGiven]
    lines: list[SumLine]


class StepTaken(Schema):
    at: datetime
    code: str
    text: str


class PaperMade(Schema):
    """A paper of the procedure; `href` is null until it is made."""

    kind: str
    title: str
    href: str | None


class CaseWhole(CaseRow):
    legal_due: date
    answers: list[Answer]
    evidence: list[Evidence]
    decision: DecisionMade | None
    steps: list[StepTaken]
    papers: list[PaperMade]


class NewRating(Schema):
    """1 very satisfied … 5 very dissatisfied (GB/T 39046)."""

    grade: int = Field(json_schema_extra={"minimum": 1, "maximum": 5})
    comment: str = Field("", max_length=2000)


class RatingGiven(Schema):
    case: str
    grade: int
    comment: str
    at: datetime
    answer_due: date | None


class LabelledValue(Schema):
    label: str
    value: str


class Licence(Schema):
    """What a stranger with the code may know; `kind`, `holder`, `identifier` and `fields` are empty unless `full`."""

    kind: str
    issuer: str
    issued_on: date
    valid_to: date | None
    status: str
    status_text: str
    in_force: bool
    made: bool
    sensitive: bool
    full: bool
    holder: str
    identifier: str
    fields: list[LabelledValue]
