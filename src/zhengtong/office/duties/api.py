"""Duties of offices: open, close, list."""

from zhengtong.office.duties._duties import NEAR_DAYS, close_duty, duties_of, duty, lamp_of, open_about, open_duty

__all__ = ["NEAR_DAYS", "close_duty", "duties_of", "duty", "lamp_of", "open_about", "open_duty"]
