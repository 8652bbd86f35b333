from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("cases", "0014_counted_by_state")]

    operations = [
        migrations.RemoveIndex("case", "case_closed"),
        migrations.RemoveIndex("case", "case_open_queue"),
    ]
