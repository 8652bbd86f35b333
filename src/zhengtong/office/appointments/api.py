"""Appointments: free slots, visits booked, moved, closed, listed for the day."""

from zhengtong.office.appointments._slots import free_slots
from zhengtong.office.appointments._visits import book, close, move, remind_due, visit_about, visits_of

__all__ = ["book", "close", "free_slots", "move", "remind_due", "visit_about", "visits_of"]
