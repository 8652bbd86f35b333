"""Definitions of services: check a folder, publish it, read what is published."""

from zhengtong.offer.catalogue._check import check, service_folders
from zhengtong.offer.catalogue._checklist import items_of as checklist_items
from zhengtong.offer.catalogue._diff import content_of, diff, diff_folders
from zhengtong.offer.catalogue._lines import check_lines, diff_lines, load_lines
from zhengtong.offer.catalogue._operations.load import load
from zhengtong.offer.catalogue._queries import edition, published, published_services, version
from zhengtong.offer.catalogue._typed import decides, document_of, guide_of, licence_of, paper_of, remedies_of

__all__ = [
    "check",
    "check_lines",
    "checklist_items",
    "content_of",
    "decides",
    "diff",
    "diff_folders",
    "diff_lines",
    "document_of",
    "edition",
    "guide_of",
    "licence_of",
    "load",
    "load_lines",
    "paper_of",
    "published",
    "published_services",
    "remedies_of",
    "service_folders",
    "version",
]
