"""The words of explanations, in English and Chinese."""

from typing import Final

FILTERS: Final = {
    "roster": ("mediators in the circle of ladder step {step}", "第{step}级范围内的调解员"),
    "dispute_type": ("take this type of dispute", "受理该类纠纷"),
    "language": ("speak the language of the case", "使用本案语言"),
    "origin": ("may join by origin (ONL 6)", "符合涉外、涉港澳台调解员参与条件（在线调解规则第六条）"),
    "gender": ("are of the gender asked for", "符合当事人对性别的合法要求"),
    "expression": ("are on the roster of the step (ONL 28)", "在本级名册内（在线调解规则第二十八条）"),
    "present": ("are present and not suspended", "在岗且未被暂停"),
    "conflict": ("have no conflict of interest (ONL 13)", "无利害关系（在线调解规则第十三条）"),
    "declined": ("have not declined it in this round", "本轮未曾拒绝"),
    "room": ("have room: the pool", "尚有余量：候选池"),
}
BASES: Final = {
    "drawn": ("drawn", "抽签"),
    "freed": (
        "the mediator had new room, and this case had waited longest for him",
        "调解员有新余量，本案等候最久",
    ),
    "chosen": ("the parties chose together (ONL 10)", "当事人共同选择（在线调解规则第十条）"),
    "shortlisted": ("highest left on the list that the parties struck and ranked", "当事人删选排序名单之首位"),
    "matched": ("matched with other cases at once", "与其他案件一并匹配"),
    "override": ("put out of sequence by the court, code {code}", "法院人工指定，代码{code}"),
}
VERDICTS: Final = {
    "outside": ("he does not sit in the circle of this step", "不在本级范围内"),
    "dispute_type": ("he does not take this type of dispute", "不受理该类纠纷"),
    "language": ("he does not speak the language of the case", "不使用本案语言"),
    "origin": (
        "mediators from abroad join only disputes with such a party (ONL 6)",
        "境外调解员仅参与相应纠纷",
    ),
    "gender": ("another gender was asked for", "当事人要求另一性别"),
    "expression": ("he is not on the roster of this step", "不在本级名册内"),
    "absent": ("he was absent or suspended", "不在岗或被暂停"),
    "conflict": ("a conflict of interest barred him (ONL 13)", "因利害关系回避（第十三条）"),
    "declined": ("he had declined it in this round", "本轮已拒绝"),
    "room": ("he had no room", "已无余量"),
    "in_pool": ("he was in the pool with {tickets} of {total} tickets", "在候选池中，持{tickets}签，共{total}签"),
}
LINES: Final = {
    "head": (
        "case {case}, offer {attempt} at {at} (event {seq}): mediator {mediator}",
        "案件{case}，第{attempt}次指派，{at}（事件{seq}）：调解员{mediator}",
    ),
    "asked": (
        "a case of type {type} at court {court}, step {step}, after {events:,} events; nothing was filed",
        "法院{court}一件{type}类案件，第{step}级，{events:,}条事件之后；未实际立案",
    ),
    "staffed": (
        "nobody on the roster of the steps before {step} could ever take it",
        "第{step}级之前的名册中无人可受理",
    ),
    "wrong": ("WRONG: {what}", "错误：{what}"),
    "basis": ("why: {basis}", "依据：{basis}"),
    "removed": ("{left:>9,}  {what} ({removed:,} removed)", "{left:>9,}  {what}（剔除{removed:,}）"),
    "policy": (
        "policy {policy}, version {version}: {band:,} of the pool held {total:,} tickets",
        "规则{policy}，版本{version}：候选池中{band:,}人共持{total:,}签",
    ),
    "draw": (
        "word {word} drew number {ticket:,} of {total:,}, counted from 0",
        "随机字{word}抽中第{ticket:,}签，共{total:,}签（从0起）",
    ),
    "member": (
        "mediator {mediator}: {tickets:,} of {total:,} tickets",
        "调解员{mediator}：{tickets:,}签，共{total:,}签",
    ),
    "more": ("and {count:,} more", "另有{count:,}人"),
    "why_not": ("mediator {mediator}: {verdict}", "调解员{mediator}：{verdict}"),
    "runner_up": (
        "if he declines the same day and nothing else changes, {runner_up} is next",
        "如其当日拒绝且其他不变，下一位为{runner_up}",
    ),
    "nobody": ("nobody", "无人"),
}
MEMBERS_SHOWN: Final = 20
