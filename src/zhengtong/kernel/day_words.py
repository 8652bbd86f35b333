"""A day of this year or the next as a sentence says it, in both languages."""

from datetime import date

from zhengtong.kernel.text import Text


def day_words(on: date) -> Text:
    """“12月9日”, “9 December”."""
    return Text(f"{on.month}月{on.day}日", f"{on:%-d %B}")


def weekday_and_day(on: date) -> Text:
    """“12月9日（星期三）”, “Wednesday 9 December”: a day somebody is to keep or wait for."""
    return Text(f"{day_words(on).zh}（星期{'一二三四五六日'[on.weekday()]}）", f"{on:%A %-d %B}")
