"""What the other channels use of the look."""

from zhengtong.channels.ui.codes import qr
from zhengtong.channels.ui.context import preferences, site
from zhengtong.channels.ui.data import join_date
from zhengtong.channels.ui.fields import field_view, fields_of, with_inner
from zhengtong.channels.ui.formats import day, full_day, moment, short_day, time_of_day, yuan
from zhengtong.channels.ui.languages import current_language, use_language
from zhengtong.channels.ui.middleware import LANG as LANGUAGE_COOKIE
from zhengtong.channels.ui.step_fields import slot_field, step_fields
from zhengtong.channels.ui.texts import text
from zhengtong.channels.ui.views import error_page

__all__ = [
    "LANGUAGE_COOKIE",
    "current_language",
    "day",
    "error_page",
    "field_view",
    "fields_of",
    "full_day",
    "join_date",
    "moment",
    "preferences",
    "qr",
    "short_day",
    "site",
    "slot_field",
    "step_fields",
    "text",
    "time_of_day",
    "use_language",
    "with_inner",
    "yuan",
]
