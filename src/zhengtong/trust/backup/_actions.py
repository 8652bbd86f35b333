from zhengtong.trust.audit import api as audit

MADE = audit.declare("backup.made", "做了备份", "Made a backup")
