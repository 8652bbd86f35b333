from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0012_word_to_the_next")]

    operations = [
        migrations.AddField("processstep", "papers", models.JSONField(default=list)),
        # Steps opened before keep what their posts could read: nobody loses a case they are working on.
        migrations.AddField("processstep", "weighs", models.BooleanField(default=True)),
        migrations.AlterField("processstep", "weighs", models.BooleanField(default=False)),
    ]
