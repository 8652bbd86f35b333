"""The household register of the demo city's police: a department of its own, which knows nothing of the platform.

    python demo/departments/household_register.py --port 9101 --data demo/population.json --log register.log

It takes XML over POST at /hukou/query with a token, writes who asked what for which purpose into its own log before
it answers, and answers in XML with Chinese tags. `--control FILE` makes it misbehave, for tests and demonstrations:
the file holds {"mode": "hang" | "slow" | "garble" | "bad_date" | "other_person" | "stale" | "talkative" | "refuse" |
"drip" | "down", "twice", "seconds": 5}; it is read at every request. `--port 0` takes a free port; the first line
printed says which. The data are read again when another file has been put in their place.
"""

import argparse
import copy
import hmac
import json
import os
import threading
import time
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from counter import mark_of
from lxml import etree

PATH = "/hukou/query"
NS = "urn:qinghe:hukou:1"
FOUND, NO_SUCH_PERSON, NOT_ALLOWED, BAD_REQUEST = "00", "01", "02", "09"
SAID = {FOUND: "成功", NO_SUCH_PERSON: "查无此人", NOT_ALLOWED: "不予提供", BAD_REQUEST: "报文不合要求"}
MARITAL = {"未婚": "10", "已婚": "20", "丧偶": "30", "离婚": "40"}
GENERATION = {"父": -1, "母": -1, "户主": 0, "妻": 0, "夫": 0, "子": 1, "女": 1}
HEAD = (
    "流水号",
    "请求时间",
    "请求单位",
    "请求岗位",
    "经办人",
    "业务编号",
    "办理环节",
    "事项",
    "使用用途",
    "依据类型",
    "使用依据",
    "授权编号",
)
ITEMS = ["姓名", "性别", "出生日期", "户籍地址", "户号", "户籍区划", "婚姻状况", "家庭成员"]
LARGEST_REQUEST = 100_000


class Register:
    """The people, by resident ID, and by household."""

    def __init__(self, path: Path) -> None:
        self.path, self.mark = path, mark_of(path)
        rows = json.loads(path.read_text("utf-8"))
        self.people = {row["number"]: row for row in rows}
        self.households: dict[str, list[dict]] = {}
        for row in rows:
            self.households.setdefault(row["household"], []).append(row)

    def today(self) -> "Register":
        """This one, or what has been put in its place."""
        return self if self.mark == mark_of(self.path) else Register(self.path)

    def find(self, name: str, number: str) -> dict | None:
        row = self.people.get(number)
        return row if row and row["name"] == name else None

    def somebody_else(self, number: str) -> dict:
        return next(row for row in self.people.values() if row["number"] != number)

    def others_of(self, row: dict) -> list[dict]:
        return [other for other in self.households[row["household"]] if other is not row]


def relation(asked: dict, other: dict) -> str:
    """What `other` is to `asked`, from what both are to the householder."""
    step = GENERATION[other["relation"]] - GENERATION[asked["relation"]]
    is_man = other["sex"] == "男"
    if step == 0:
        if GENERATION[asked["relation"]] == 1:
            return "兄弟" if is_man else "姐妹"
        return "丈夫" if is_man else "妻子"
    if step == -1 and asked["relation"] in ("妻", "夫"):
        return {("妻", True): "公公", ("妻", False): "婆婆", ("夫", True): "岳父", ("夫", False): "岳母"}[
            asked["relation"], is_man
        ]
    words = {-2: ("祖父", "祖母"), -1: ("父亲", "母亲"), 1: ("儿子", "女儿"), 2: ("孙子", "孙女")}[step]
    return words[0] if is_man else words[1]


def text_of(root: etree._Element, path: str) -> str:
    return (root.findtext(path, "", {"h": NS}) or "").strip()


def child(parent: etree._Element, tag: str, text: str = "") -> etree._Element:
    element = etree.SubElement(parent, f"{{{NS}}}{tag}")
    element.text = text or None
    return element


def answer(code: str, serial: str, row: dict | None, register: Register, wanted: list[str]) -> etree._Element:
    root = etree.Element(f"{{{NS}}}户籍查询应答", nsmap={None: NS})
    head = child(root, "应答头")
    child(head, "流水号", serial)
    child(head, "结果代码", code)
    child(head, "结果说明", SAID[code])
    if row is not None:
        describe(child(root, "人员信息"), row, register, wanted)
    return root


def describe(node: etree._Element, row: dict, register: Register, wanted: list[str]) -> None:
    """Only the items asked for; the resident ID always, so that the asker can check whom the answer is about."""
    values = {
        "公民身份号码": row["number"],
        "姓名": row["name"],
        "性别": "1" if row["sex"] == "男" else "2",
        "出生日期": row["birth_date"].replace("-", ""),
        "户籍地址": row["address"],
        "户号": row["household"],
        "户籍区划": row["region"],
        "婚姻状况": MARITAL[row["marital"]],
    }
    for tag, value in values.items():
        if tag in wanted or tag == "公民身份号码":
            child(node, tag, value)
    if "家庭成员" in wanted:
        members = child(node, "家庭成员")
        for other in register.others_of(row):
            member = child(members, "成员")
            child(member, "姓名", other["name"])
            child(member, "公民身份号码", other["number"])
            child(member, "与本人关系", relation(row, other))


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    register: Register
    token: str
    log_path: Path
    control_path: Path | None
    lock = threading.Lock()

    def do_POST(self) -> None:
        if self.path != PATH:
            self.reply(404, b"")
            return
        control = self.control()
        type(self).register = self.register.today()
        body = self.rfile.read(min(int(self.headers.get("Content-Length", 0)), LARGEST_REQUEST))
        if not hmac.compare_digest(self.headers.get("X-Access-Token", ""), self.token):
            self.reply(401, b"")
            return
        try:
            root = etree.fromstring(body, etree.XMLParser(resolve_entities=False, no_network=True))
        except etree.XMLSyntaxError:
            self.reply(400, etree.tostring(answer(BAD_REQUEST, "", None, self.register, []), encoding="UTF-8"))
            return
        self.serve(root, control)

    def serve(self, root: etree._Element, control: dict) -> None:
        mode = control.get("mode", "")
        serial, number = text_of(root, "h:报文头/h:流水号"), text_of(root, "h:查询条件/h:公民身份号码")
        wanted = [(item.text or "").strip() for item in root.findall("h:查询项/h:项", {"h": NS})]
        row = self.register.find(text_of(root, "h:查询条件/h:姓名"), number)
        code = self.decide(root, row, mode)
        self.write_log(root, number, wanted, code)
        if mode == "talkative":
            wanted = ITEMS
        if mode == "other_person":
            row = self.register.somebody_else(number)
        document = answer(
            code, "0" if mode == "stale" else serial, row if code == FOUND else None, self.register, wanted
        )
        if mode == "twice":
            document.extend(copy.deepcopy(document.findall("h:人员信息", {"h": NS})))
        self.misbehave(mode, control, etree.tostring(document, encoding="UTF-8", xml_declaration=True))

    def decide(self, root: etree._Element, row: dict | None, mode: str) -> str:
        """Whoever does not say which body asks, for which matter and on what basis gets nothing."""
        said = all(
            text_of(root, f"h:报文头/h:{tag}") for tag in ("流水号", "请求单位", "业务编号", "使用依据", "授权编号")
        )
        if mode == "refuse" or not said:
            return NOT_ALLOWED
        return FOUND if row else NO_SUCH_PERSON

    def misbehave(self, mode: str, control: dict, document: bytes) -> None:
        if mode == "hang":
            time.sleep(float(control.get("seconds", 60)))
        if mode == "slow":
            time.sleep(float(control.get("seconds", 1)))
        if mode == "garble":
            document = document[: len(document) // 2]
        if mode == "bad_date":
            document = document.replace("<出生日期>19".encode(), "<出生日期>99月".encode())
        if mode == "drip":
            self.drip(document)
        else:
            self.reply(503 if mode == "down" else 200, document)

    def drip(self, document: bytes) -> None:
        """One byte at a time: each within any patience, the whole within none."""
        self.send_response(200)
        self.send_header("Content-Length", str(len(document)))
        self.end_headers()
        for byte in document:
            self.wfile.write(bytes([byte]))
            time.sleep(0.1)

    def reply(self, status: int, document: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/xml; charset=utf-8")
        self.send_header("Content-Length", str(len(document)))
        self.end_headers()
        self.wfile.write(document)

    def write_log(self, root: etree._Element, number: str, wanted: list[str], code: str) -> None:
        entry = {"时间": datetime.now().astimezone().isoformat()}
        entry |= {tag: text_of(root, f"h:报文头/h:{tag}") for tag in HEAD}
        entry |= {"查询对象": number[:6] + "********" + number[-4:], "查询项": wanted, "结果代码": code}
        with self.lock, self.log_path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(entry, ensure_ascii=False) + "\n")
            file.flush()
            os.fsync(file.fileno())

    def control(self) -> dict:
        if self.control_path is None or not self.control_path.exists():
            return {}
        return json.loads(self.control_path.read_text("utf-8") or "{}")

    def handle_one_request(self) -> None:
        try:
            super().handle_one_request()
        except (ConnectionError, BrokenPipeError):
            self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:
        """The log of purposes is the only log: http.server's own lines would add nothing."""


def main() -> None:
    parser = argparse.ArgumentParser(description="The demo city's household register.")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--log", type=Path, required=True)
    parser.add_argument("--control", type=Path)
    parser.add_argument("--token", default="demo-qinghe-hukou")
    options = parser.parse_args()
    Handler.register, Handler.token = Register(options.data), options.token
    Handler.log_path, Handler.control_path = options.log, options.control
    server = ThreadingHTTPServer(("127.0.0.1", options.port), Handler)
    print(f"listening on 127.0.0.1:{server.server_port}", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
