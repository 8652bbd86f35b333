"""Serving the bundles, those of other versions too: while an upgrade runs, a page made by one version asks for its
style, and another version may get that request."""

import os
import re
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from whitenoise.middleware import WhiteNoiseMiddleware

from zhengtong.channels.ui.assets import HASHED_NAME


class Bundles(WhiteNoiseMiddleware):  # type: ignore[misc]  # WhiteNoise has no types
    """WhiteNoise, which looks into the folder at start alone, looks again when a hashed name is asked for."""

    def __init__(self, get_response: Any) -> None:
        super().__init__(get_response)
        self.directories.append((f"{self.static_root}{os.sep}", self.static_prefix))

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        path = request.path_info
        if path.startswith(self.static_prefix) and path not in self.files and re.search(HASHED_NAME, path):
            found = self.find_file(path)
            if found is not None:
                self.files[path] = found
        response: HttpResponseBase = super().__call__(request)
        return response
