"""Definitions of services: check a folder, publish it, read what is published."""

from zhengtong.offer.catalogue._check import check, service_folders
from zhengtong.offer.catalogue._checklist import items_of as checklist_items
from zhengtong.offer.catalogue._diff import diff, diff_folders
from zhengtong.offer.catalogue._lines import check_lines, diff_lines, load_lines
from zhengtong.offer.catalogue._operations.load import load
from zhengtong.offer.catalogue._queries import edition, published, published_services, version
from zhengtong.offer.catalogue._typed import document_of, guide_of, licence_of

__all__ = [
    "check",
    "check_lines",
    "checklist_items",
    "diff",
    "diff_folders",
    "diff_lines",
    "document_of",
    "edition",
    "guide_of",
    "licence_of",
    "load",
    "load_lines",
    "published",
    "published_services",
    "service_folders",
    "version",
]
