"""The tax office of the demo city (税务): a SOAP service at /taxpayer, described at /taxpayer?wsdl.

How it is started and made to misbehave: counter.py. Somebody it does not know is a fault `Client.NoTaxpayer`, a request
without purpose a fault `Client.NotAllowed`. Modes of its own: bad_fault (a fault nobody knows), other_schema (an answer
that does not fit the description).
"""

from pathlib import Path

from counter import Asked, Office, Said, arguments, masked, open_counter, yuan
from lxml import etree

PATH = "/taxpayer"
NS = "urn:qinghe:shuiwu:1"
SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
KIND = "text/xml; charset=utf-8"
NOT_ALLOWED, NO_TAXPAYER = "Client.NotAllowed", "Client.NoTaxpayer"


class TaxOffice(Office):
    def answer(self, asked: Asked) -> Said:
        if asked.path != PATH:
            return Said(404)
        if asked.method == "GET":
            return Said(200, (Path(__file__).parent / "tax_office.wsdl").read_bytes(), KIND)
        try:
            root = etree.fromstring(asked.body, etree.XMLParser(resolve_entities=False, no_network=True))
        except etree.XMLSyntaxError:
            return Said(400)
        names = ("serial", "asker", "caseNumber", "basis", "grant", "name", "idNumber")
        request = {name: text_of(root, name) for name in names}
        row = self.find(request["name"], request["idNumber"], asked.mode)
        is_allowed = asked.mode != "refuse" and all(request[name] for name in names[:5])
        fault = NOT_ALLOWED if not is_allowed else "" if row else NO_TAXPAYER
        if asked.mode == "bad_fault":
            fault = "Server.Unheard"
        entry = {**request, "idNumber": masked(request["idNumber"]), "fault": fault}
        if fault:
            return Said(500, envelope(fault_of(fault)), KIND, entry)
        return Said(200, envelope(*answers(request["serial"], row or {}, asked.mode)), KIND, entry)


def text_of(root: etree._Element, name: str) -> str:
    return (root.findtext(f".//{{{NS}}}{name}") or "").strip()


def envelope(*contents: etree._Element) -> bytes:
    root = etree.Element(f"{{{SOAP}}}Envelope", nsmap={"soap": SOAP})
    body = etree.SubElement(root, f"{{{SOAP}}}Body")
    body.extend(contents)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def fault_of(code: str) -> etree._Element:
    fault = etree.Element(f"{{{SOAP}}}Fault")
    etree.SubElement(fault, "faultcode").text = f"soap:{code}"
    etree.SubElement(fault, "faultstring").text = "不能办理"
    return fault


def answers(serial: str, row: dict, mode: str) -> list[etree._Element]:
    root = etree.Element(f"{{{NS}}}QueryIncomeResponse", nsmap={"t": NS})
    if mode == "other_schema":
        child(root, "unheard", "1")
        return [root]
    child(root, "serial", "0" if mode == "stale" else serial)
    child(root, "result", "OK")
    for _ in range(2 if mode == "twice" else 1):
        taxpayer = child(root, "taxpayer")
        child(taxpayer, "idNumber", row["number"])
        child(taxpayer, "name", row["name"])
        for income in row["incomes"]:
            item = child(taxpayer, "income")
            child(item, "kind", income["kind"])
            child(item, "payer", income["payer"])
            child(item, "amount", yuan(income["fen"]))
    return [root]


def child(parent: etree._Element, tag: str, text: str = "") -> etree._Element:
    element = etree.SubElement(parent, f"{{{NS}}}{tag}")
    element.text = text or None
    return element


if __name__ == "__main__":
    open_counter(TaxOffice(arguments("The demo city's tax office.", "demo-qinghe-shuiwu").parse_args()))
