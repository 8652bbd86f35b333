from zhengtong.trust.audit import api as audit

STORED = audit.declare("office.files.stored", "存入文件", "Stored a file")
