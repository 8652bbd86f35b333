from django.db import migrations, models

from zhengtong.kernel.beside import AddIndexBeside


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("cases", "0013_what_a_step_weighs")]

    operations = [
        AddIndexBeside(
            "case",
            models.Index(fields=["organisation", "state"], condition=models.Q(closed_at=None), name="case_open_state"),
        ),
        AddIndexBeside(
            "case",
            models.Index(
                fields=["closed_at", "promised_due"], condition=models.Q(closed_at__isnull=False), name="case_ended"
            ),
        ),
    ]
