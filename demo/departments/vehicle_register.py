"""The vehicle register of the demo city's police (公安车管): XML over POST at /cheguan/query, like that of people.

How it is started and made to misbehave: counter.py. It knows everybody of the household register, and answers with an
empty list for who has no vehicle.
"""

from counter import Asked, Office, Said, arguments, masked, open_counter
from lxml import etree

PATH = "/cheguan/query"
NS = "urn:qinghe:cheguan:1"
KIND = "application/xml; charset=utf-8"
FOUND, NO_SUCH_PERSON, NOT_ALLOWED = "00", "01", "02"
SAID = {FOUND: "成功", NO_SUCH_PERSON: "查无此人", NOT_ALLOWED: "不予提供"}
HEAD = ("流水号", "请求单位", "经办人", "业务编号", "办理环节", "使用依据", "授权编号")


class VehicleRegister(Office):
    def answer(self, asked: Asked) -> Said:
        if (asked.method, asked.path) != ("POST", PATH):
            return Said(404)
        try:
            root = etree.fromstring(asked.body, etree.XMLParser(resolve_entities=False, no_network=True))
        except etree.XMLSyntaxError:
            return Said(400)
        head = {tag: text_of(root, f"h:报文头/h:{tag}") for tag in HEAD}
        number = text_of(root, "h:查询条件/h:公民身份号码")
        row = self.find(text_of(root, "h:查询条件/h:姓名"), number, asked.mode)
        is_allowed = asked.mode != "refuse" and all(head[tag] for tag in ("流水号", "业务编号", "使用依据", "授权编号"))
        code = NOT_ALLOWED if not is_allowed else FOUND if row else NO_SUCH_PERSON
        entry = {**head, "查询对象": masked(number), "结果代码": code}
        return Said(200, self.document(code, head["流水号"], row if code == FOUND else None, asked.mode), KIND, entry)

    def document(self, code: str, serial: str, row: dict | None, mode: str) -> bytes:
        root = etree.Element(f"{{{NS}}}车辆查询应答", nsmap={None: NS})
        head = child(root, "应答头")
        for tag, text in (("流水号", serial), ("结果代码", code), ("结果说明", SAID[code])):
            child(head, tag, text)
        for _ in range((2 if mode == "twice" else 1) if row else 0):
            describe(child(root, "机动车信息"), row or {})
        return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def text_of(root: etree._Element, path: str) -> str:
    return (root.findtext(path, "", {"h": NS}) or "").strip()


def child(parent: etree._Element, tag: str, text: str = "") -> etree._Element:
    element = etree.SubElement(parent, f"{{{NS}}}{tag}")
    element.text = text or None
    return element


def describe(node: etree._Element, row: dict) -> None:
    child(node, "公民身份号码", row["number"])
    child(node, "姓名", row["name"])
    child(node, "辆数", str(len(row["vehicles"])))
    for vehicle in row["vehicles"]:
        item = child(node, "车辆")
        child(item, "号牌号码", vehicle["plate"])
        child(item, "车辆类型", vehicle["kind"])
        child(item, "注册日期", vehicle["registered"].replace("-", ""))


if __name__ == "__main__":
    open_counter(VehicleRegister(arguments("The demo city's vehicle register.", "demo-qinghe-cheguan").parse_args()))
