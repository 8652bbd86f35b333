"""A year's notice of days off for tests."""

# Invented: the real one for 2027 was not known when this was written.
NOTICE_2027 = """
year: 2027
title: 测试用的 2027 年安排
source: invented for tests
days_off: [2027-01-01..2027-01-03, 2027-02-05..2027-02-11, 2027-04-03..2027-04-05, 2027-05-01..2027-05-05,
           2027-06-09, 2027-09-15, 2027-10-01..2027-10-07]
working_days: [2027-02-14, 2027-02-20]
"""
