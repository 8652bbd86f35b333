"""Vectors from published codes (standards reference §2, §4, §9); invented ones have their sums worked in a comment."""

from datetime import date
from string import digits

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from zhengtong.kernel.codes import CodeError, case_number, credit_code, item_code, licence_id, masks, resident_id

ITEM_31 = "11370800MB285591843370117002011"
LICENCES = [
    "1.2.156.3005.2.11100000MB03271699022.340100.000000016.001.9",
    "1.2.156.3005.2.11100000000013338W009.11330105002500287C.2025052201.002.0",
]
USCC_LETTERS = credit_code.ALPHABET


def fault(error: pytest.ExceptionInfo[CodeError]) -> str:
    assert error.value.text.zh
    assert error.value.text.en
    assert error.value.problem("f").code == error.value.code
    return error.value.code


# resident ID


def test_a_resident_id_tells_birth_and_sex() -> None:
    # 9 9 0 1 0 1 1 9 4 6 1 1 2 3 0 0 1 by 7 9 10 5 8 4 2 1 6 3 7 9 10 5 8 4 2:
    # 63+81+0+5+0+4+2+9+24+18+7+9+20+15+0+0+2 = 259; 259 mod 11 = 6; "10X98765432"[6] = 6
    person = resident_id.parse("990101194611230016")
    assert (person.region, person.birth_date, person.sex) == ("990101", date(1946, 11, 23), "male")
    assert person.fictional
    assert resident_id.complete("99010119461123001") == "990101194611230016"


def test_a_published_example_passes() -> None:
    # the example commonly printed beside GB 11643 (not seen in the standard itself): a woman
    person = resident_id.parse("１１０１０５ 19491231 002x")
    assert (person.number, person.sex, person.fictional) == ("11010519491231002X", "female", False)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("99010119461123001", "length"),
        ("9901011946112300166", "length"),
        ("99010119461123OO16", "character"),
        ("9901011946112300IX", "character"),
        ("99010119461123001Y", "character"),
        ("000101194611230016", "region"),
        ("990101194613230016", "date"),
        ("990101190002290016", "date"),
        ("990101194611230017", "check_digit"),
    ],
)
def test_each_fault_of_a_resident_id_has_its_own_text(typed: str, code: str) -> None:
    with pytest.raises(CodeError) as error:
        resident_id.parse(typed)
    assert fault(error) == code


def test_the_length_text_tells_the_length() -> None:
    with pytest.raises(CodeError) as error:
        resident_id.parse("9901011946")
    assert error.value.text.zh == "身份证号是 18 位，您写了 10 位。请对照原件补全。"


people = st.builds(
    lambda born, rest: resident_id.complete(f"990101{born:%Y%m%d}{rest:03d}"),
    st.dates(date(1900, 1, 1), date(2026, 12, 31)),
    st.integers(0, 999),
)


@given(people)
def test_what_is_completed_is_read(number: str) -> None:
    assert resident_id.parse(number).birth_date.strftime("%Y%m%d") == number[6:14]


@given(people, st.integers(0, 16), st.sampled_from(digits))
def test_one_changed_digit_of_a_resident_id_is_caught(number: str, place: int, digit: str) -> None:
    assume(number[place] != digit)
    with pytest.raises(CodeError):
        resident_id.parse(number[:place] + digit + number[place + 1 :])


@given(people, st.integers(0, 15))
def test_two_swapped_digits_of_a_resident_id_are_caught(number: str, place: int) -> None:
    assume(number[place] != number[place + 1])
    with pytest.raises(CodeError):
        resident_id.parse(number[:place] + number[place + 1] + number[place] + number[place + 2 :])


# credit code


@pytest.mark.parametrize(
    "code", ["11370800MB28559184", "11100000MB03271699", "11100000000013338W", "11330105002500287C"]
)
def test_published_credit_codes_pass(code: str) -> None:
    assert credit_code.parse(code).region == code[2:8]


@pytest.mark.parametrize("first", ["A", "N", "Y"])
def test_a_credit_code_may_begin_with_a_letter(first: str) -> None:
    code = credit_code.complete(f"{first}1990101MB0000001")
    assert credit_code.parse(code.lower()).authority == first


def test_the_check_of_a_letter_code_by_hand() -> None:
    # A1990101000000001: A=10 → 10·1; 1·3; 9·9; 9·27; 0; 1·243; 0; 1·2187; then 0 … and 1·3^16
    # 10+3+81+243+243+2187 = 2767; 3^16 mod 31 = 28 (3^5=243≡26, 3^15≡26³≡30, 3^16≡90≡28)
    # 2795 mod 31 = 5; (31−5) = 26 → ALPHABET[26] = T
    assert credit_code.complete("A1990101000000001") == "A1990101000000001T"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("11370800MB2855918", "length"),
        ("11370800MB285591O4", "character"),
        ("1137O800MB28559184", "character"),
        ("113708A0MB28559184", "character"),
        ("11370800MB28559185", "check_digit"),
    ],
)
def test_each_fault_of_a_credit_code_has_its_own_text(typed: str, code: str) -> None:
    with pytest.raises(CodeError) as error:
        credit_code.parse(typed)
    assert fault(error) == code


@given(st.text(USCC_LETTERS, min_size=9, max_size=9), st.integers(0, 17), st.sampled_from(USCC_LETTERS))
def test_one_changed_character_of_a_credit_code_is_caught(organisation: str, place: int, other: str) -> None:
    code = credit_code.complete("N1990101" + organisation)
    assume(code[place] != other)
    with pytest.raises(CodeError):
        credit_code.parse(code[:place] + other + code[place + 1 :])


# item codes and case number


def test_the_published_implementation_code() -> None:
    item = item_code.parse_implementation(ITEM_31)
    assert (item.office.code, item.level, item.basic.code) == ("11370800MB28559184", "3", "370117002011")
    basic = item.basic
    assert (basic.province, basic.type, basic.department, basic.main_item, basic.sub_item) == (
        "37",
        "01",
        "17",
        "002",
        "011",
    )
    assert item_code.parse_basic("370117002011") == basic
    handling = item_code.parse_handling(ITEM_31 + "02")
    assert (handling.implementation, handling.serial) == (item, "02")


@pytest.mark.parametrize(
    ("typed", "code", "place"),
    [
        (ITEM_31[:-1], "length", "30"),
        (ITEM_31[:18] + "8" + ITEM_31[19:], "character", "19"),
        (ITEM_31[:-1] + "X", "character", "31"),
        ("2" + ITEM_31[1:], "check_digit", ""),
    ],
)
def test_faults_of_an_implementation_code_name_the_place(typed: str, code: str, place: str) -> None:
    with pytest.raises(CodeError) as error:
        item_code.parse_implementation(typed)
    assert fault(error) == code
    assert place in error.value.text.zh


@pytest.mark.parametrize("typed", ["37011700201", "37011700201A"])
def test_a_basic_code_is_twelve_digits(typed: str) -> None:
    with pytest.raises(CodeError):
        item_code.parse_basic(typed)


@pytest.mark.parametrize("typed", [ITEM_31, ITEM_31 + "0A"])
def test_a_handling_code_ends_with_two_digits(typed: str) -> None:
    with pytest.raises(CodeError):
        item_code.parse_handling(typed)


def test_a_case_number_is_built_and_read() -> None:
    number = case_number.build(ITEM_31, date(2026, 11, 23), 17)
    assert number == "11370800MB2855918433701170020112026112300000017"
    read = case_number.parse(number)
    assert (read.item.code, read.day, read.serial) == (ITEM_31, date(2026, 11, 23), 17)


@pytest.mark.parametrize("serial", [0, 100_000_000])
def test_a_serial_has_at_most_eight_digits(serial: int) -> None:
    with pytest.raises(ValueError, match="serial"):
        case_number.build(ITEM_31, date(2026, 11, 23), serial)


def test_a_case_number_with_no_such_day() -> None:
    with pytest.raises(CodeError) as error:
        case_number.parse(ITEM_31 + "20260230" + "00000001")
    assert fault(error) == "date"
    assert "32–39" in error.value.text.zh


# licence identifier


@pytest.mark.parametrize("identifier", LICENCES)
def test_published_licence_identifiers_pass(identifier: str) -> None:
    read = licence_id.parse(identifier)
    assert licence_id.build(read.type, read.issuer, read.serial, read.version) == identifier


@pytest.mark.parametrize(
    ("identifier", "code"),
    [
        (LICENCES[0][:-1] + "8", "check_digit"),
        (LICENCES[0].replace("3005.2", "3005.3"), "form"),
        (LICENCES[0].replace("000000016", "000000017"), "check_digit"),
        (LICENCES[0].removesuffix(".9"), "form"),
        ("", "form"),
    ],
)
def test_faults_of_a_licence_identifier(identifier: str, code: str) -> None:
    with pytest.raises(CodeError) as error:
        licence_id.parse(identifier)
    assert fault(error) == code


def test_a_licence_of_an_office_whose_code_is_wrong_is_refused() -> None:
    with pytest.raises(CodeError) as error:
        licence_id.build("11100000MB03271698022", "340100", "1")
    assert fault(error) == "check_digit"


@given(st.text("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=1, max_size=40), st.data())
def test_one_changed_character_of_a_licence_serial_is_caught(serial: str, data: st.DataObject) -> None:
    identifier = licence_id.build("11100000MB03271699022", "11330105002500287C", serial)
    place = identifier.index(serial, 56) + data.draw(st.integers(0, len(serial) - 1))
    other = data.draw(st.sampled_from("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    assume(identifier[place] != other)
    with pytest.raises(CodeError):
        licence_id.parse(identifier[:place] + other + identifier[place + 1 :])


# masks


def test_masks_show_what_the_design_shows() -> None:
    assert masks.mask_resident_id("990101194611230017") == "9901 **** **** **17"
    assert masks.mask_phone("13800002206") == "138****2206"
    assert masks.mask_account("6200000000006031") == "**** 6031"


@pytest.mark.parametrize(("number", "shown"), [("E12345678", "*******78"), ("1234", "****"), ("", "")])
def test_odd_numbers_are_masked_too(number: str, shown: str) -> None:
    assert masks.mask_resident_id(number) == shown
    assert masks.mask_phone(number) == shown


def test_a_short_account_is_hidden() -> None:
    assert masks.mask_account("6031") == "****"
