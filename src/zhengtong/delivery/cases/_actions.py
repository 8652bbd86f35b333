from zhengtong.trust.audit.api import declare

OPENED = declare("cases.opened", "收到申请，开始办理", "Opened the case")
ASKED = declare("cases.asked", "向部门发出核查", "Asked departments for evidence")
EVIDENCE = declare("cases.evidence", "部门答复存入办件", "Kept a department's answer in the case")
DECIDED = declare("cases.decided", "作出决定", "Decided the case")
HANDED = declare("cases.handed_to_person", "转人工办理", "Handed the case to a person")
CLOSED = declare("cases.closed", "办结", "Closed the case")
RECOMPUTED = declare(
    "cases.due_recomputed", "按新公布的放假安排重算期限", "Recomputed the due date for a published year"
)
PAPER_ASKED = declare("cases.paper_asked", "要做一份文书", "Asked for a paper of the case")
PAPER_FAILING = declare("cases.paper_failing", "文书一直做不出来，转人来看", "A paper cannot be made; told to people")
PAPER = declare("cases.paper_made", "文书做好了", "Made a paper of the case")
LOOKED = declare("cases.looked", "查看了办件", "Looked at the case", is_look=True)
NUMBERS = declare("cases.numbers_looked", "查看了完整号码", "Looked at whole numbers", is_look=True)
LISTED = declare("cases.listed", "查看了办件列表", "Looked at a list of cases", is_look=True)
PROCESS_BEGUN = declare("cases.process_begun", "按流程开始办理", "Put the case under its process")
STEPS_PLACED = declare("cases.steps_placed", "办到下一环节", "Opened the next steps of the process")
STEP_DONE = declare("cases.step_done", "办完一个环节", "Finished a step of the process")
STEP_TAKEN = declare("cases.step_taken", "领了一个环节来办", "Took a step of the process")
STEP_HANDED_OVER = declare("cases.step_handed_over", "把环节转交给岗位", "Handed a step back to its post")
STEP_RESCHEDULED = declare("cases.step_rescheduled", "环节改到另一天", "Gave a step another day")
CLOCK_STOOD = declare("cases.clock_stood", "计时停过，期限顺延", "Moved the due date for days the clock stood")
