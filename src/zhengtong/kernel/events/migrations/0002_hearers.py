from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("events", "0001_initial")]

    operations = [migrations.AddField("outboxevent", "hearers", models.JSONField(null=True))]
