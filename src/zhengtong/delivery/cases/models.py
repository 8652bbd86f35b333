from django.db import models

from zhengtong.kernel.identifiers import new_id
from zhengtong.trust.keys.api import EncryptedJSONField, EncryptedTextField


class CaseCounter(models.Model):
    """The last serial given out for an item on a day."""

    item_code = models.CharField(max_length=31)
    day = models.DateField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["item_code", "day"], name="case_counter_once"),)


class Case(models.Model):
    """One service under way."""

    number = models.CharField(max_length=47, unique=True)
    application = models.CharField(max_length=26)
    service = models.CharField(max_length=100)
    service_hash = models.CharField(max_length=64)
    service_name = models.JSONField()
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    applicant = models.ForeignKey("identity.Person", on_delete=models.PROTECT, related_name="+")
    operator = models.ForeignKey("identity.Person", on_delete=models.PROTECT, related_name="+")
    applicant_name = EncryptedTextField(default="")
    in_household = models.BooleanField(default=True)
    fields = EncryptedJSONField()
    state = models.CharField(max_length=20)
    outcome = models.CharField(max_length=20, default="")
    opened_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    legal_days = models.PositiveSmallIntegerField()
    legal_due = models.DateField()
    promised_days = models.PositiveSmallIntegerField()
    promised_due = models.DateField()
    due_is_provisional = models.BooleanField()
    stopped_days = models.PositiveSmallIntegerField(default=0)
    extended_at = models.DateTimeField(null=True)
    extended_by = models.CharField(max_length=160, default="")
    extended_why = EncryptedTextField(default="")
    decided_at = models.DateTimeField(null=True)
    decision = EncryptedJSONField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=["applicant", "-id"], name="case_applicant"),
            models.Index(fields=["operator", "-id"], name="case_operator"),
            # With `closed_at`, though it is empty in all of them: without it SQLite reads each row to see that it is.
            models.Index(
                fields=["organisation", "promised_due", "id", "state", "closed_at"],
                condition=models.Q(closed_at=None),
                name="case_open_order",
            ),
            models.Index(
                fields=["organisation", "state", "closed_at"],
                condition=models.Q(closed_at=None),
                name="case_open_state",
            ),
            models.Index(fields=["id"], condition=models.Q(due_is_provisional=True), name="case_provisional"),
            # Of ended cases alone: with the open ones in it SQLite takes it for the way to the queue of an office.
            models.Index(
                fields=["closed_at", "promised_due"], condition=models.Q(closed_at__isnull=False), name="case_ended"
            ),
            models.Index(fields=["promised_due"], condition=models.Q(closed_at=None), name="case_open"),
        )


class Need(models.Model):
    """One piece of evidence a case waits for or has: which resource, about which party, with what answer.

    A need about several people is a row for each of them, told apart by the party; `person` is who it is about.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="needs")
    need = models.CharField(max_length=60)
    resource = models.CharField(max_length=60)
    party = models.CharField(max_length=60)
    person = models.ForeignKey("identity.Person", on_delete=models.PROTECT, null=True, related_name="+")
    question = models.CharField(max_length=26)
    provider = models.CharField(max_length=100, default="")
    basis = models.CharField(max_length=300, default="")
    values = EncryptedJSONField(null=True)
    answered_at = models.DateTimeField(null=True)
    after_decision = models.BooleanField(default=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["case", "need", "party"], name="case_need_once"),)
        # An answer is looked up by its question alone.
        indexes = (models.Index(fields=["question"], name="case_need_question"),)


class Step(models.Model):
    """An entry of a case's history, in the words people read."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="steps")
    at = models.DateTimeField()
    code = models.CharField(max_length=40)
    text = models.JSONField()
    by = models.CharField(max_length=100, default="")


class PaperCounter(models.Model):
    """The last number an organisation gave to papers of a kind in a year."""

    organisation = models.CharField(max_length=18)
    kind = models.CharField(max_length=60)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["organisation", "kind", "year"], name="paper_counter_once"),)


class Paper(models.Model):
    """A paper of the procedure: asked for in a transaction, made by the worker.

    `nth` counts the papers of a kind in a case from 1; `number` (文号) is empty for one that goes under the case's own;
    `seal_of` is the organisation whose seal it carries, empty for none; `made_by` is empty for the platform.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="papers")
    kind = models.CharField(max_length=60)
    nth = models.PositiveSmallIntegerField(default=1)
    number = models.CharField(max_length=120, default="")
    made_by = models.CharField(max_length=160, default="")
    asked_at = models.DateTimeField(null=True)
    seal_of = models.CharField(max_length=18, default="")
    title = models.JSONField()
    data = EncryptedJSONField()
    state = models.CharField(max_length=10, default="waiting")
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField()
    error = models.TextField(default="")
    file = models.CharField(max_length=26, default="")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["case", "kind", "nth"], name="case_paper_once"),)
        indexes = (models.Index(fields=["next_at"], condition=models.Q(state="waiting"), name="paper_due"),)


class ProcessStep(models.Model):
    """A step of a case's process (环节): opened when its turn comes, done by a post, by time or by a fact.

    `place` is its place in the log, and `written` the log's entry as the process wrote it: the log is all the process
    needs to know where the case stands. A step given to a post names organisation and permission; a wait ends at
    `wait_until`. While a step with `stops_until` is open the clock of the case stands, at most to the end of that day.
    It should be begun by `start_due`, and was at `begun_at`, when somebody took it first or a department was asked.
    `draft` is what was written and not finished yet, as typed, for colleagues who confirm it; `said` what the applicant
    answered item by item. `word` is what who gave it back last told whoever goes on, `word_by` their post and name.
    Its post reads the case whole if it `weighs`; else who it is about, and papers of these kinds.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="process_steps")
    step = models.CharField(max_length=60)
    occurrence = models.PositiveSmallIntegerField(default=1)
    kind = models.CharField(max_length=20)
    name = models.JSONField()
    organisation = models.ForeignKey(
        "organisations.Organisation", null=True, on_delete=models.PROTECT, related_name="+"
    )
    permission = models.CharField(max_length=60, default="")
    by_applicant = models.BooleanField(default=False)
    state = models.CharField(max_length=10, default="open")
    opened_at = models.DateTimeField()
    due = models.DateField(null=True)
    due_is_provisional = models.BooleanField(default=False)
    wait_until = models.DateTimeField(null=True)
    stops_until = models.DateField(null=True)
    stops_why = models.JSONField(default=dict)
    stops_counted = models.BooleanField(default=False)
    held_by = models.CharField(max_length=64, default="")
    held_by_name = models.CharField(max_length=60, default="")
    start_due = models.DateField(null=True)
    begun_at = models.DateTimeField(null=True)
    draft = EncryptedJSONField(default=dict)
    said = EncryptedJSONField(default=list)
    word = EncryptedTextField(default="")
    word_by = models.CharField(max_length=160, default="")
    place = models.PositiveIntegerField(null=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.CharField(max_length=160, default="")
    outcome = models.CharField(max_length=60, default="")
    reason = EncryptedTextField(default="")
    result = EncryptedJSONField(default=dict)
    written = EncryptedJSONField(default=dict)
    weighs = models.BooleanField(default=False)
    papers = models.JSONField(default=list)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["case", "step", "occurrence"], name="process_step_once"),
            models.UniqueConstraint(fields=["case", "place"], name="process_step_place"),
        )
        indexes = (
            models.Index(
                fields=["organisation", "permission", "due", "id"],
                condition=models.Q(state="open"),
                name="process_step_open",
            ),
            models.Index(
                fields=["organisation", "permission", "case"],
                condition=~models.Q(organisation="") & ~models.Q(state="dropped"),
                name="process_step_given",
            ),
            models.Index(
                fields=["wait_until", "id"],
                condition=models.Q(state="open", wait_until__isnull=False),
                name="process_step_wait",
            ),
            models.Index(
                fields=["stops_until", "id"],
                condition=models.Q(stops_counted=False, stops_until__isnull=False),
                name="process_step_stops",
            ),
        )


class StepProof(models.Model):
    """A file that proves what was done at a step or what the applicant says: a photograph, a signed paper.

    `purpose` says what of, in words of the step: `photo`, or the item it answers. `taken_at` is what the camera wrote,
    None where it wrote nothing; the file itself holds it no more. `sha256` is of what is kept, empty on old rows.
    """

    id = models.CharField(max_length=26, primary_key=True, default=new_id)
    step = models.ForeignKey(ProcessStep, on_delete=models.PROTECT, related_name="proofs")
    purpose = models.CharField(max_length=60)
    file = models.CharField(max_length=26)
    sha256 = models.CharField(max_length=64, default="")
    media_type = models.CharField(max_length=40)
    taken_at = models.DateTimeField(null=True)
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=64)
    added_by_name = models.CharField(max_length=160, default="")
    removed_at = models.DateTimeField(null=True)


class StepCompanion(models.Model):
    """A colleague who was there when a step was done, and says so under their own name.

    `seen` is the hash of what was written when they confirmed: written anew it is to be confirmed anew.
    """

    step = models.ForeignKey(ProcessStep, on_delete=models.PROTECT, related_name="companions")
    who = models.CharField(max_length=64)
    name = models.CharField(max_length=60)
    post = models.CharField(max_length=100)
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    seen = models.CharField(max_length=64, default="")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["step", "who"], name="step_companion_once"),)
        indexes = (models.Index(fields=["who"], condition=models.Q(confirmed_at=None), name="companion_asked"),)
