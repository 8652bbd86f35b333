from zhengtong.trust.audit import api as audit

CLOSE_GAP = audit.declare("search.close_gap", "补上了没找到的话", "Saw to a query that found nothing")
NOTE_GAP = audit.declare("search.note_gap", "记下没找到的话", "Noted a query that found nothing")
