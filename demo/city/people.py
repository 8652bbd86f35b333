"""Households of the city: those made by hand, then households drawn until everybody is there."""

import random
from collections.abc import Iterator
from datetime import date

from city.codes import resident_id
from city.places import Place

SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许邓冯韩曹"
_MEN = (
    "建国 志强 德明 永福 国庆 伟 磊 浩然 家明 文斌 海涛 俊杰 宇轩 子豪 福生 长贵 金山 树林 云飞 小军 明辉 立新 春生"
    " 学文 光明 保国 宏伟 铁柱"
)
_WOMEN = (
    "秀英 桂芳 玉梅 淑珍 丽 静 雪 雨桐 春兰 美华 晓燕 梓涵 欣怡 思琪 桂珍 金凤 月娥 翠花 小红 海燕 敏 婷 佳慧 冬梅"
    " 素芬 爱华 红霞 文静"
)
GIVEN = {"男": _MEN.split(), "女": _WOMEN.split()}
LANES = ("人民路", "和平街", "文化巷", "新华路", "北河沿", "石榴巷")
#: Kinds of household and how often each comes; `_MAKERS` says who lives in it.
KINDS = {"elder": 12, "old couple": 9, "single": 9, "couple": 10, "one child": 28, "two children": 15, "three ages": 17}
FIRST_SEQUENCE = 500  # below it are the people made by hand

Member = dict[str, str | int]


class Register:
    """Hands out resident IDs, each once, and households with their numbers."""

    def __init__(self, draw: random.Random, taken: set[str]) -> None:
        self.draw, self._taken = draw, taken

    def number(self, region: str, born: str, sex: str) -> str:
        while True:
            sequence = self.draw.randrange(FIRST_SEQUENCE, 998, 2) + (1 if sex == "男" else 0)
            number = resident_id(region, born, sequence)
            if number not in self._taken:
                self._taken.add(number)
                return number


def rows(place: Place, door: str, number: int, members: list[Member], register: Register) -> list[dict]:
    """The register's rows of one household, as population.json has them, with `place`."""
    return [
        {
            "number": _number(member, place, register),
            "name": member["name"],
            "sex": member["sex"],
            "birth_date": str(member["born"]),
            "address": f"{place.address}{door}" if place.is_town else f"{place.address} {door}",
            "household": f"{place.code}{number:06d}",
            "region": place.code,
            "marital": member["marital"],
            "relation": member["relation"],
        }
        for member in members
    ]


def _number(member: Member, place: Place, register: Register) -> str:
    if "sequence" in member:
        return resident_id(place.code, str(member["born"]), int(member["sequence"]))
    return register.number(place.code, str(member["born"]), str(member["sex"]))


def drawn(register: Register, places: list[Place]) -> Iterator[tuple[Place, str, list[Member]]]:
    """Households without end: where, at which door, and who."""
    draw = register.draw
    kinds, weights = list(KINDS), list(KINDS.values())
    while True:
        place = draw.choice(places)
        yield place, _door(draw, place), _MAKERS[draw.choices(kinds, weights)[0]](draw)


def _door(draw: random.Random, place: Place) -> str:
    if place.is_town:
        stairs, floor = f"{draw.randint(1, 260)} 号 {draw.randint(1, 6)} 单元", draw.randint(1, 18)
        return f"{draw.choice(LANES)} {stairs} {floor}0{draw.randint(1, 4)} 室"
    return f"{draw.randint(1, 9)} 组 {draw.randint(1, 99)} 号"


def _person(draw: random.Random, sex: str, year: int, relation: str, marital: str, surname: str = "") -> Member:
    name = (surname or draw.choice(SURNAMES)) + draw.choice(GIVEN[sex])
    born = date(year, draw.randint(1, 12), draw.randint(1, 28)).isoformat()
    return {"name": name, "sex": sex, "born": born, "relation": relation, "marital": marital}


def _elder(draw: random.Random) -> list[Member]:
    return [_person(draw, draw.choice("男女"), draw.randint(1933, 1962), "户主", "丧偶")]


def _single(draw: random.Random) -> list[Member]:
    year = draw.randint(1966, 2002)
    marital = "离婚" if year < 1992 and draw.random() < 0.5 else "未婚"
    return [_person(draw, draw.choice("男女"), year, "户主", marital)]


def _couple(draw: random.Random, first: int, last: int) -> list[Member]:
    year = draw.randint(first, last)
    husband = _person(draw, "男", year, "户主", "已婚")
    return [husband, _person(draw, "女", year + draw.randint(-2, 4), "妻", "已婚")]


def _with_children(draw: random.Random, children: int) -> list[Member]:
    members = _couple(draw, 1964, 1997)
    husband = members[0]
    for place in range(children):
        sex = draw.choice("男女")
        year = min(2025, int(str(husband["born"])[:4]) + draw.randint(22, 30) + 3 * place)
        relation = "子" if sex == "男" else "女"
        members.append(_person(draw, sex, year, relation, "未婚", str(husband["name"])[0]))
    return members


def _three_ages(draw: random.Random) -> list[Member]:
    members = _with_children(draw, draw.choice((1, 1, 2)))
    husband = members[0]
    year = max(1931, int(str(husband["born"])[:4]) - draw.randint(22, 30))
    mother = _person(draw, "女", year + 1, "母", "丧偶")
    if draw.random() < 0.5:
        return [*members, mother]
    mother["marital"] = "已婚"
    return [*members, _person(draw, "男", year, "父", "已婚", str(husband["name"])[0]), mother]


_MAKERS = {
    "elder": _elder,
    "old couple": lambda draw: _couple(draw, 1936, 1962),
    "single": _single,
    "couple": lambda draw: _couple(draw, 1962, 2001),
    "one child": lambda draw: _with_children(draw, 1),
    "two children": lambda draw: _with_children(draw, 2),
    "three ages": _three_ages,
}
