"""benefit.yaml of a published version, typed; built once per version."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from zhengtong.delivery.benefits._reader import FILE
from zhengtong.delivery.benefits.data import Move
from zhengtong.kernel.text import Text
from zhengtong.offer.catalogue.data import Citation, ServiceVersion


@dataclass(frozen=True, slots=True)
class ReasonData:
    """A reason benefit.yaml gives for a change, in the words the person reads, with its article."""

    what: Move
    id: str
    text: Text
    cite: Text


@dataclass(frozen=True, slots=True)
class Review:
    """A review every so many months; `days` before it falls due the office is told. `asks`: what the person does.

    `by_rule` names a whole number of the rules that is the months for one household, where the rules work it out.
    """

    every_months: int
    by_rule: str
    days: int
    asks: Text
    cite: Text


@dataclass(frozen=True, slots=True)
class Taper:
    """For so many months more the amount is paid although it is not due any more (渐退期)."""

    months: int
    text: Text
    cite: Text


@dataclass(frozen=True, slots=True)
class SetBy:
    """The step, and its question of money, in which somebody sets the amount instead of the rules.

    `most` names the money of the rules that it may not exceed (empty: no such limit), `most_text` how that is made up.
    """

    step: str
    question: str
    most: str
    most_text: Text


@dataclass(frozen=True, slots=True)
class Definition:
    """benefit.yaml of one version. `amount` names the rules' value in fen; days are days of the month.

    `pay_to` is `applicant` or the question that names the party; `account` and `account_name` are questions.
    `recalculated` cites why the amount follows the rules month by month, None when only people change it.
    Steps are those of the service's process: `enrol_at` puts on the roll (empty: an approved end does), the months
    count from the day `decided_at` was done (empty: from the decision), `set_by` asks the amount where people set it.
    """

    kind: str
    name: Text
    amount: str
    pay_to: str
    account: str
    account_name: str
    without_account: Text | None
    months_after: int
    first_cite: Text
    list_day: int
    arrives_by: int
    review: Review | None
    taper: Taper | None
    reasons: tuple[ReasonData, ...]
    recalculated: Text | None
    enrol_at: str
    decided_at: str
    set_by: SetBy | None

    def reason(self, what: Move, id: str) -> ReasonData | None:
        """The reason of an id for a kind of change; a taper has one, its own."""
        if what == "taper" and self.taper:
            return ReasonData("taper", "taper", self.taper.text, self.taper.cite)
        return next((one for one in self.reasons if one.what == what and one.id == id), None)


_built: dict[str, Definition] = {}


def definition_of(version: ServiceVersion) -> Definition | None:
    """What a version of a service pays each month; None when it pays nothing."""
    raw = version.files.get(FILE)
    if raw is None:
        return None
    if version.hash not in _built:
        _built[version.hash] = _build(raw, version)
    return _built[version.hash]


def _build(raw: Mapping[str, Any], version: ServiceVersion) -> Definition:
    cite, pay = version.service.cite, raw["pay"]
    without = pay.get("without_account")
    return Definition(
        kind=raw["kind"],
        name=Text.read(raw["name"]),
        amount=raw["amount"],
        pay_to=pay["to"],
        account=pay["account"],
        account_name=pay["account_name"],
        without_account=Text.read(without) if without else None,
        months_after=raw["first_month"]["months_after"],
        first_cite=cited(cite(raw["first_month"]["cite"])),
        list_day=raw["list"]["day"],
        arrives_by=raw["list"]["arrives_by"],
        review=_review(raw.get("review"), version),
        taper=_taper(raw.get("taper"), version),
        reasons=tuple(_reason(what, one, version) for what, each in raw["reasons"].items() for one in each),
        recalculated=cited(cite(raw["recalculated"]["cite"])) if "recalculated" in raw else None,
        enrol_at=raw.get("enrol_at", ""),
        decided_at=raw["first_month"].get("step", ""),
        set_by=_set_by(raw.get("set_by")),
    )


def _set_by(raw: Mapping[str, Any] | None) -> SetBy | None:
    if raw is None:
        return None
    most = raw.get("most", {})
    return SetBy(raw["step"], raw["question"], most.get("value", ""), Text.read(most.get("text", "")))


def _review(raw: Mapping[str, Any] | None, version: ServiceVersion) -> Review | None:
    if raw is None:
        return None
    by_rule = raw.get("months_by_rule", "")
    return Review(
        raw["every_months"], by_rule, raw["days"], Text.read(raw["asks"]), cited(version.service.cite(raw["cite"]))
    )


def _taper(raw: Mapping[str, Any] | None, version: ServiceVersion) -> Taper | None:
    if raw is None:
        return None
    return Taper(raw["months"], Text.read(raw["text"]), cited(version.service.cite(raw["cite"])))


def _reason(what: Move, raw: Mapping[str, Any], version: ServiceVersion) -> ReasonData:
    return ReasonData(what, raw["id"], Text.read(raw["text"]), cited(version.service.cite(raw["cite"])))


def cited(cite: Citation) -> Text:
    """A citation as people read it, marked where nobody has read the article yet."""
    words = f"《{cite.title}》{cite.article}"
    return Text(f"{words}（依据待核）", f"{words} (not yet verified)") if cite.unverified else Text(words, words)
