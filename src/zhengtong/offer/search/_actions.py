from zhengtong.trust.audit import api as audit

NOTE_GAP = audit.declare("search.note_gap", "记下没找到的话", "Noted a query that found nothing")
