"""The language a program is answered in."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation.trans_real import parse_accept_lang_header

from zhengtong.channels.ui.api import LANGUAGE_COOKIE
from zhengtong.kernel.text import Language, language


def language_of(request: HttpRequest) -> Language:
    """The reader's own choice (cookie), else the first of Accept-Language we speak, else the site's."""
    chosen = request.COOKIES.get(LANGUAGE_COOKIE)
    if chosen:
        return language(chosen)
    for code, _ in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        if code.startswith(("zh", "en")):
            return language(code)
    return language(settings.ZHENGTONG_LANG)
