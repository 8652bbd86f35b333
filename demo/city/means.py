"""What people live on: work, pensions, trade, homes, vehicles, accounts. Drawn, unless made by hand. Amounts in fen."""

import random
from datetime import date

from city.codes import credit_code
from city.places import Place

TODAY = date(2026, 11, 1)
BANKS = ("清和农商银行", "安澜银行", "江北储蓄银行")
SECURITIES, INSURERS = "证券登记平台", "保险信息平台"
_EMPLOYERS = (
    "东方纺织厂 柳湾食品公司 大河物流公司 第一建筑公司 惠民超市公司 新桥电子公司 云岭茶业公司 人民医院 实验中学"
    " 城关供水公司 公交公司 春晖物业公司 远大门窗厂 福田饲料厂 安居家政公司"
)
EMPLOYERS = tuple(f"清和市{name}" for name in _EMPLOYERS.split())
TRADES = ("小吃店", "理发店", "建材经营部", "便利店", "五金店", "奶茶店", "汽修铺", "服装店", "农资店", "水果摊")
TOWN_VEHICLES = ("小型轿车", "小型轿车", "小型客车", "普通二轮摩托车")
VILLAGE_VEHICLES = ("小型轿车", "普通二轮摩托车", "正三轮载货摩托车")
PLATES = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ"


class Means:
    """Draws what one person has. Serial numbers of traders and titles go on from person to person."""

    def __init__(self, draw: random.Random) -> None:
        self._draw, self._traders, self._plates = draw, 0, set()

    def of(self, row: dict, place: Place, is_householder: bool) -> dict:
        """Everything departments know about one person."""
        age = TODAY.year - int(row["birth_date"][:4])
        means = {"work": self._work(age, row["sex"], place), "accounts": self._accounts(age, place)}
        if means["work"]["status"] == "个体经营":
            means["businesses"] = [self._business(row, place)]
            means["trade_year"] = self._yuan(18_000, 160_000)
        if is_householder:
            means["homes"] = self._homes(row, place)
        if 18 <= age <= 75 and self._draw.random() < (0.28 if place.is_town else 0.2):
            means["vehicles"] = [self._vehicle(place)]
        if self._draw.random() < 0.03:
            means["disability"] = self._disability(age)
        return means

    def _yuan(self, least: int, most: int) -> int:
        """An amount in fen, of whole yuan."""
        return self._draw.randint(least, most) * 100

    def _work(self, age: int, sex: str, place: Place) -> dict:
        draw = self._draw
        if age < 16:
            return {"status": "未成年", "insured": "城乡居民"}
        if age >= (60 if sex == "男" else 55):
            return self._retired(place)
        if age < 23 and draw.random() < 0.8:
            return {"status": "在校", "insured": "城乡居民"}
        kind = draw.random()
        if kind < (0.62 if place.is_town else 0.34):
            return self._employed(place)
        if kind < (0.72 if place.is_town else 0.42):
            return {"status": "个体经营", "insured": draw.choice(("职工", "城乡居民"))}
        if kind < (0.74 if place.is_town else 0.425):
            return {"status": "失业", "insured": "职工", "benefit": self._yuan(1_180, 1_520)}
        return {"status": "未就业", "insured": "城乡居民"}

    def _employed(self, place: Place) -> dict:
        draw = self._draw
        wage = self._yuan(3_100, 9_600) if place.is_town else self._yuan(2_400, 5_400)
        since = f"{draw.randint(2008, 2025)}-{draw.randint(1, 12):02d}-01"
        work = {"status": "在职", "insured": "职工", "employer": draw.choice(EMPLOYERS), "wage": wage, "since": since}
        if draw.random() < (0.6 if place.is_town else 0.25):
            work["fund"] = {"monthly": wage * 16 // 10000 * 100, "balance": self._yuan(2_000, 120_000)}
        return work

    def _retired(self, place: Place) -> dict:
        if self._draw.random() < (0.45 if place.is_town else 0.07):
            return {"status": "领取养老金", "insured": "职工", "pension": self._yuan(2_150, 4_900)}
        return {"status": "领取养老金", "insured": "城乡居民", "pension": self._yuan(178, 262)}

    def _accounts(self, age: int, place: Place) -> list[dict]:
        draw = self._draw
        if age < 16:
            return []
        median = 9_000 if place.is_town else 3_800
        accounts = [
            {"at": bank, "kind": "存款", "fen": min(int(draw.lognormvariate(0, 1.2) * median), 900_000) * 100}
            for bank in draw.sample(BANKS, draw.choice((0, 1, 1, 1, 2)))
        ]
        if draw.random() < (0.07 if place.is_town else 0.02):
            accounts.append({"at": SECURITIES, "kind": "证券", "fen": self._yuan(500, 160_000)})
        if draw.random() < 0.12:
            accounts.append({"at": INSURERS, "kind": "商业保险", "fen": self._yuan(1_000, 60_000)})
        return accounts

    def _business(self, row: dict, place: Place) -> dict:
        draw = self._draw
        self._traders += 1
        is_company = draw.random() < 0.25
        return {
            "code": credit_code("91" if is_company else "92", place.code, self._traders),
            "name": f"清和市{row['name']}{draw.choice(TRADES)}" + ("有限公司" if is_company else ""),
            "kind": "有限责任公司" if is_company else "个体工商户",
            "role": "法定代表人、股东" if is_company else "经营者",
            "capital": self._yuan(100_000, 2_000_000) if is_company else self._yuan(5_000, 200_000),
            "since": f"{draw.randint(2006, 2025)}-{draw.randint(1, 12):02d}-{draw.randint(1, 28):02d}",
        }

    def _homes(self, row: dict, place: Place) -> list[dict]:
        draw = self._draw
        title = "商品房" if place.is_town else "宅基地使用权"
        homes = [self._home(title, row["address"])] if draw.random() < 0.82 else []
        if draw.random() < (0.13 if place.is_town else 0.05):
            homes.append(self._home("商品房", f"清和市东桥区新城路 {draw.randint(1, 320)} 号"))
        return homes

    def _home(self, title: str, address: str) -> dict:
        share = self._draw.choice(("单独所有", "共同共有"))
        return {"title": title, "hundredths": self._draw.randint(4_500, 16_000), "address": address, "share": share}

    def _vehicle(self, place: Place) -> dict:
        draw = self._draw
        while (plate := "安A·" + "".join(draw.choices(PLATES, k=5))) in self._plates:
            pass
        self._plates.add(plate)
        registered = f"{draw.randint(2009, 2025)}-{draw.randint(1, 12):02d}-{draw.randint(1, 28):02d}"
        kind = draw.choice(TOWN_VEHICLES if place.is_town else VILLAGE_VEHICLES)
        return {"plate": plate, "kind": kind, "registered": registered}

    def _disability(self, age: int) -> dict:
        draw = self._draw
        kind = draw.choice(("肢体", "肢体", "视力", "听力", "言语", "智力", "精神"))
        year = draw.randint(min(2025, max(2009, TODAY.year - age + 1)), 2025)
        return {"kind": kind, "degree": draw.choice(("一级", "二级", "三级", "四级")), "since": f"{year}-03-15"}
