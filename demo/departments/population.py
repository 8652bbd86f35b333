"""The people of the demo city, all invented. `python demo/departments/population.py > demo/population.json`

Resident IDs begin 99, a prefix that belongs to no place in China; their check digits are right (GB 11643).
"""

import json
import random
from datetime import date

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK = "10X98765432"
STREETS = {
    "990101001": ("安澜省清和市东桥区东桥街道", ("桥头街", "柳荫路", "槐树巷")),
    "990101002": ("安澜省清和市东桥区柳湾镇", ("柳湾大街", "南河沿")),
    "990102001": ("安澜省清和市云岭县石门乡", ("石门村", "上坪村")),
    "990201001": ("安澜省澄江市江北区江北街道", ("滨江路",)),
}
SURNAMES = "张王李刘陈杨黄吴周徐孙马朱胡林何高罗郑梁"
GIVEN = {
    "男": ("建国", "志强", "德明", "永福", "国庆", "伟", "磊", "浩然"),
    "女": ("秀英", "桂芳", "玉梅", "淑珍", "丽", "静", "雪", "雨桐"),
}

# name, sex, born, relation to the householder, marital status, sequence digits of the resident ID
NAMED = [
    (
        "990101001",
        "桥头街 18 号 2 单元 301 室",
        [("王桂兰", "女", "1944-03-15", "户主", "丧偶", 4), ("李敏", "女", "1970-03-12", "女", "已婚", 2)],
    ),
    (
        "990101002",
        "柳湾大街 7 号",
        [
            ("赵德福", "男", "1947-02-10", "户主", "已婚", 11),
            ("孙桂英", "女", "1949-08-21", "妻", "已婚", 12),
            ("赵磊", "男", "1975-06-30", "子", "离婚", 13),
        ],
    ),
    (
        "990102001",
        "石门村 3 组 12 号",
        [
            ("刘志远", "男", "1952-10-01", "户主", "已婚", 21),
            ("陈玉珍", "女", "1926-05-01", "母", "丧偶", 22),
            ("刘晓燕", "女", "1980-12-09", "女", "已婚", 24),
        ],
    ),
    ("990201001", "滨江路 66 号 1 单元 102 室", [("周凤英", "女", "1940-07-07", "户主", "丧偶", 32)]),
    ("990101001", "槐树巷 5 号", [("孙玉兰", "女", "1935-01-20", "户主", "未婚", 42)]),
]
SIZE = 60


def resident_id(region: str, born: str, sequence: int) -> str:
    """A resident ID of the region's county; `sequence` is odd for men, even for women."""
    body = region[:6] + born.replace("-", "") + f"{sequence:03d}"
    return body + CHECK[sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True)) % 11]


def household(number: int, region: str, place: str, members: list[tuple[str, str, str, str, str, int]]) -> list[dict]:
    """The register's rows of one household."""
    return [
        {
            "number": resident_id(region, born, sequence),
            "name": name,
            "sex": sex,
            "birth_date": born,
            "address": f"{STREETS[region][0]}{place}",
            "household": f"{region}{number:06d}",
            "region": region,
            "marital": marital,
            "relation": relation,
        }
        for name, sex, born, relation, marital, sequence in members
    ]


def population() -> list[dict]:
    """The named people, then households drawn with a fixed seed until there are at least `SIZE`."""
    draw = random.Random(990100)
    people = [row for index, named in enumerate(NAMED, 1) for row in household(index, *named)]
    number = len(NAMED)
    while len(people) < SIZE:
        number += 1
        people += household(number, *drawn(draw, number))
    return people


def drawn(draw: random.Random, number: int) -> tuple[str, str, list[tuple[str, str, str, str, str, int]]]:
    region = draw.choice(("990101001", "990101002", "990102001"))
    year, surname = draw.randint(1934, 1985), draw.choice(SURNAMES)
    members = [(surname + draw.choice(GIVEN["男"]), "男", day(draw, year), "户主", "已婚", 100 + number * 4 + 1)]
    members.append(
        (
            draw.choice(SURNAMES) + draw.choice(GIVEN["女"]),
            "女",
            day(draw, year + 2),
            "妻",
            "已婚",
            100 + number * 4 + 2,
        )
    )
    if draw.random() < 0.6:
        sex = draw.choice("男女")
        sequence = 100 + number * 4 + (3 if sex == "男" else 4)
        members.append(
            (
                surname + draw.choice(GIVEN[sex]),
                sex,
                day(draw, year + 28),
                "子" if sex == "男" else "女",
                "未婚",
                sequence,
            )
        )
    return region, f"{draw.choice(STREETS[region][1])} {draw.randint(1, 180)} 号", members


def day(draw: random.Random, year: int) -> str:
    return date(year, draw.randint(1, 12), draw.randint(1, 28)).isoformat()


if __name__ == "__main__":
    print("[\n" + ",\n".join(json.dumps(row, ensure_ascii=False) for row in population()) + "\n]")
