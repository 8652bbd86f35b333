"""Rows the public pages share."""

from typing import Any

from django.urls import reverse

from zhengtong.kernel.text import Text
from zhengtong.offer.catalogue.data import Service

VERIFY = Text("查一份证明是真是假", "Check a certificate")
VERIFY_NOTE = Text("扫码或输入 26 位字符", "Scan it or type its 26 characters")
PROGRESS, PROGRESS_NOTE = Text("我办的事到哪了", "Where my case is"), Text("登录就能看", "Sign in to see")
HELP, HELP_NOTE = Text("请人帮我办", "Ask somebody to help"), Text("不收钱", "Free of charge")
CALL = Text("打 {number} 问", "Call {number}")
HALL = Text("去大厅办", "Go to the hall")
SELF, SELF_NOTE = Text("我自己办", "Do it myself"), Text("随时能停，都会存下", "Stop any time; all is kept")
INSTANT = Text("当场出结果", "Result at once")
DAYS = Text("{days} 个工作日有结果", "Result in {days} working days")
NO_TRIP = Text("不用跑", "no trip")
TRIPS = Text("跑 {count} 趟", "{count} trips")


def service_links(services: list[Service]) -> list[dict[str, Any]]:
    """Services as links, each with its one fact: how long and how many trips."""
    return [{"label": s.name, "href": reverse("portal.guide", args=[s.id]), "note": _fact(s)} for s in services]


def offer_links(services: list[Service]) -> list[dict[str, Any]]:
    """Services to somebody who may not know them: each with what it is, in a sentence."""
    return [{"label": s.name, "href": reverse("portal.guide", args=[s.id]), "note": s.summary} for s in services]


def _fact(service: Service) -> Text:
    time, trips = time_words(service), trip_words(service)
    return Text(f"{time.zh}，{trips.zh}", f"{time.en}, {trips.en}")


def time_words(service: Service) -> Text:
    """The promise, in words."""
    return INSTANT if service.limits.instant else DAYS.format(days=service.limits.promised_days)


def trip_words(service: Service) -> Text:
    return TRIPS.format(count=service.visits) if service.visits else NO_TRIP


def home_ways(hotline: str) -> list[dict[str, Any]]:
    """What one may do besides searching."""
    ways = [_way(PROGRESS, PROGRESS_NOTE, reverse("portal.mine"), "clock")]
    ways.append(_way(HELP, HELP_NOTE, reverse("portal.help"), "helper"))
    if hotline:
        ways.append(_way(CALL.format(number=hotline), "", f"tel:{hotline}", "phone"))
    ways.append(_way(VERIFY, VERIFY_NOTE, reverse("portal.verify"), "check"))
    return ways


def help_ways(hotline: str) -> list[dict[str, Any]]:
    """Whom one may ask."""
    return [_way(CALL.format(number=hotline), "", f"tel:{hotline}", "phone")] if hotline else []


def guide_ways(service: Service) -> list[dict[str, Any]]:
    """我自己办 / 请人帮我办 / 打电话问."""
    ways = [{**_way(SELF, SELF_NOTE, reverse("portal.start", args=[service.id]), "pen"), "first": True}]
    ways.append(_way(HELP, HELP_NOTE, reverse("portal.help"), "helper"))
    if service.phone:
        ways.append(_way(Text("打电话问", "Call and ask"), service.phone, f"tel:{service.phone}", "phone"))
    return ways


def _way(title: Text, note: Text | str, href: str, symbol: str) -> dict[str, Any]:
    return {"title": title, "note": note, "href": href, "symbol": symbol}
