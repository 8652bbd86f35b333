"""Cutting text into words. The index holds words already cut, and a query is cut the same way."""

import re
import unicodedata
from functools import lru_cache

import rjieba

_WORD = re.compile(r"[0-9A-Za-z]+|[\u3400-\u9fff\uf900-\ufaff]+")
_CHINESE = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_STOP_CHINESE = (
    "的 了 吗 呢 吧 啊 呀 么 有 没有 没 是 在 要 能 能不能 可以 怎么 怎么办 怎样 什么 哪里 哪 多少 几"
    " 个 一 这 那 和 与 或"
    " 也 都 就 还 想 请问 一下 办 办理 申请 领 给 到 去 不 以上 以下 岁 年 月 日 我 你 您 他 她 它 我们 你们 他们"
    " 我妈 我爸 妈妈 爸爸 妈 爸 我家 家里"
)
_STOP_ENGLISH = "a an the and or not of for to in on is are i my how do can what where apply get with"
_STOP = frozenset(f"{_STOP_CHINESE} {_STOP_ENGLISH}".split())
_NUMBERS = {"六十": "60", "七十": "70", "八十": "80", "九十": "90", "一百": "100"}


def normal(text: str) -> str:
    """Full-width characters made ordinary, capitals made small."""
    return unicodedata.normalize("NFKC", text).lower()


@lru_cache(maxsize=1)
def _cutter() -> rjieba.Jieba:
    return rjieba.Jieba()


def words(text: str) -> list[str]:
    """Every word, in order, those inside longer words too; ages in Chinese numerals become figures."""
    found: list[str] = []
    for run in _WORD.findall(normal(text)):
        found += _cutter().cut_for_search(run) if _CHINESE.match(run) else [run]
    return [_NUMBERS.get(word, word) for word in found]


def query_words(text: str) -> list[str]:
    """The words of a query that say what is wanted; all of them when none does."""
    cut = list(dict.fromkeys(words(text)))
    return [word for word in cut if word not in _STOP] or cut


def pieces(text: str) -> list[str]:
    """Single Chinese characters and pairs of neighbours: what finds a query too short to be a word."""
    found: list[str] = []
    for run in re.findall(r"[\u3400-\u9fff\uf900-\ufaff]+", normal(text)):
        found += list(run)
        found += [run[i : i + 2] for i in range(len(run) - 1)]
    return found


def is_chinese(word: str) -> bool:
    return bool(_CHINESE.match(word))
