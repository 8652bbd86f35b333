"""Who decided a case under a process, as the log of its steps tells."""

from collections.abc import Sequence

from zhengtong.delivery.cases.data import ProcessStepData


def decider(steps: Sequence[ProcessStepData]) -> ProcessStepData | None:
    """The step of a case that decided it: the last one in which an office pressed a button, since telling of a decision
    and publishing it decide nothing; in a process without buttons the last one of an office. None where no office
    decided: the applicant ended the case, or there is no process.

    `steps` are those of the case, in order.
    """
    done = [one for one in steps if one.state == "done"]
    if not done or done[-1].by_applicant:
        return None
    of_offices = [one for one in done if one.organisation]
    pressed = [one for one in of_offices if one.outcome] or of_offices
    return pressed[-1] if pressed else None
