from django.db import migrations, models

from zhengtong.kernel.beside import AddIndexBeside

OPEN, ENDED = models.Q(closed_at=None), models.Q(closed_at__isnull=False)


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("cases", "0013_what_a_step_weighs")]

    operations = [
        AddIndexBeside(
            "case",
            models.Index(
                fields=["organisation", "promised_due", "id", "state", "closed_at"],
                condition=OPEN,
                name="case_open_order",
            ),
        ),
        AddIndexBeside(
            "case",
            models.Index(fields=["organisation", "state", "closed_at"], condition=OPEN, name="case_open_state"),
        ),
        AddIndexBeside(
            "case", models.Index(fields=["closed_at", "promised_due"], condition=ENDED, name="case_ended")
        ),
    ]
