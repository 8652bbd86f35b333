"""Regions, organisations and posts: loaded from a file, told to everyone."""

from zhengtong.trust.organisations._errors import BadOrganisationsFile
from zhengtong.trust.organisations._load import load
from zhengtong.trust.organisations._queries import (
    office_for,
    organisation,
    organisations,
    post,
    posts_of,
    region,
    region_names,
)

__all__ = [
    "BadOrganisationsFile",
    "load",
    "office_for",
    "organisation",
    "organisations",
    "post",
    "posts_of",
    "region",
    "region_names",
]
