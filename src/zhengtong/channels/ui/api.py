"""What the other channels use of the look."""

from zhengtong.channels.ui.codes import qr
from zhengtong.channels.ui.context import preferences, site
from zhengtong.channels.ui.data import join_date
from zhengtong.channels.ui.fields import field_view, fields_of, with_inner
from zhengtong.channels.ui.first_page import first_page
from zhengtong.channels.ui.formats import day, full_day, moment, moments, people_named, short_day, time_of_day, yuan
from zhengtong.channels.ui.history import history
from zhengtong.channels.ui.languages import current_language, use_language
from zhengtong.channels.ui.middleware import LANG as LANGUAGE_COOKIE
from zhengtong.channels.ui.step_fields import FILE, PICTURES, slot_field, step_fields
from zhengtong.channels.ui.step_files import file_response, file_rows, pdf_response, picture_response, sent_of
from zhengtong.channels.ui.texts import english, text
from zhengtong.channels.ui.views import error_page

__all__ = [
    "FILE",
    "LANGUAGE_COOKIE",
    "PICTURES",
    "current_language",
    "day",
    "english",
    "error_page",
    "field_view",
    "fields_of",
    "file_response",
    "file_rows",
    "first_page",
    "full_day",
    "history",
    "join_date",
    "moment",
    "moments",
    "pdf_response",
    "people_named",
    "picture_response",
    "preferences",
    "qr",
    "sent_of",
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
