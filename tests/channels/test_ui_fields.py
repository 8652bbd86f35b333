"""A single question of a page is asked in the page's words; that of a step in its own, since a step has a name."""

from zhengtong.channels.ui.fields import fields_of
from zhengtong.kernel.text import Text
from zhengtong.offer.forms import api as forms

KIN = {"id": "kin", "kind": "yes_no", "label": {"zh": "有近亲属在村里当干部吗", "en": "Is a relative on the committee"}}
PAGE = forms.form_asking("accept", Text("看材料，定受不受理", "Accept or not"), [KIN]).page("accept")
NOTHING = {"answers": {}, "known": {}, "applicant": {}}


def test_the_name_of_a_step_is_no_question() -> None:
    [view] = fields_of(PAGE, NOTHING, title_asks=False)
    assert view.label == Text("有近亲属在村里当干部吗", "Is a relative on the committee")


def test_the_title_of_a_page_of_one_question_is_the_question() -> None:
    [view] = fields_of(PAGE, NOTHING)
    assert view.label == PAGE.title
