"""A sentence or heading → who shares in it and how: 甲牵头，乙配合; 公司安全检查; 县公司重点工作.

Beside the plain subject (bodies.py), a text binds by naming who leads and who assists, by what a
body's own meeting or check is called, and by the heading that sets out one body's work.
"""

import re
from functools import lru_cache

from cadence.extract.text.bodies import is_bodies, split

LEADS = re.compile(
    "^(?:[（(])?(?:并|要|应|可)?(?:由|以)?(?P<names>[^，。；：]{2,160}?)(?:负责)?(?:总?牵头|主办|抓总|为主)"
    "(?:负责|抓总|组织|实施|落实|总负责|(?:组织|完成|制定|开展)[^，。；：]{2,12})?$"
)
ASSISTS = re.compile(
    "^(?P<names>[^，。；：]{2,200}?)(?:按(?:照)?(?:各自)?职责(?:分工)?)?(?:要|应当|应)?"
    "(?:积极|密切|全力|予以|协同|共同|做好|主动|分别){0,3}(?:配合|协助|参与|协办|参加)(?:工作|实施|做好)?$"
)
# What a body's own meeting, check or report is called after it.
A_DOING = re.compile(
    "(?:常务|全体|成员|专题|工作|主任|局长|党组|党委|班子|办公|联席|调度|安全|生产|消防|防火|防汛|内部|日常|定期|例行"
    "|综合|专项|全面|宣传|咨询|隐患|风险|大|月度|季度|年度|集中|自我|应急|岗位|班前|巡回|入户|现场|联合|全员){0,5}"
    "(?:会议?|例会|值班|值守|检查|自查|巡查|排查|抽查|督查|演练|培训|考核|评估|检测|安检|整改|改造|清理|登记|巡护|维护|保养|总结|报表|报告|学习|活动|接待(?:群众|来访|信访){0,2}日|接访日|[宣咨][传询][日周]|(?:[宣咨][传询][日周])?启动仪式)(?:工作|频次|制度)?$"
)
A_HEADING = re.compile(
    "(?:的)?(?:年度|近期|当前)?(?:重点|主要|具体|工作|安全|监管|管理|考核|文明|乘车|行为|岗位|消防|防汛){0,4}(?:工作|任务|职责|分工|责任制?|措施|要求|须知|守则|公约|规范|条例|制度|机制|(?<=考核)(?:说明|标准|内容))(?:任务|清单|分工|措施|要求)?$"
)
OF_WHICH = re.compile("^(?:所?(?:涉及|相关|对应)的?)")  # 由所涉及的县水利局、…牵头
# 各部门（单位）, 县（市、区）: part of a name.
A_SMALL = re.compile("[（(]([^（）()，。；：]{1,5})[）)]")
CALLED = re.compile("[^，。；]{0,12}(?:联络|信息|网格|通讯)员")
SHORTEST, LONGEST = 2, 60


def shares(sentence: str) -> dict[str, tuple[str, ...]]:
    """Return who leads and who assists, where clauses of a sentence say nothing else."""
    roles: dict[str, tuple[str, ...]] = {}
    for piece in re.split("[，。；：（）()]", A_SMALL.sub(r"〔\1〕", sentence)):
        clause = piece.replace("〔", "（").replace("〕", "）")
        for role, pattern in (("lead", LEADS), ("assist", ASSISTS)):
            found = pattern.match(clause)
            names = _who_of(OF_WHICH.sub("", found["names"])) if found else ""
            if names and role not in roles and _are_bodies(names):
                roles[role] = split(names)
                break
    return roles if "lead" in roles else {}


def _who_of(words: str) -> str:
    """Leave out what somebody leads in: 河道采砂由水利站牵头."""
    by = words.rpartition("由")[2]
    return by if by != words and is_bodies(by) else words


def _are_bodies(names: str) -> bool:
    """Tell names, however long their list is."""
    return is_bodies(names) or (len(names) > LONGEST and all(map(is_bodies, split(names))))


@lru_cache(maxsize=512)
def topic(words: str) -> tuple[str, ...]:
    """Return whose meeting or check a clause is about: 厂部检查, 县政府常务会议, 公司安全大检查."""
    names = _before(A_DOING, words)
    # A meeting of 联络员 is called by those whom they are to keep in touch with.
    return () if names and words.endswith("会议") and CALLED.fullmatch(names[-1]) else names


@lru_cache(maxsize=512)
def heading_of(words: str) -> tuple[str, ...]:
    """Return whose work a heading sets out: 县公司重点工作, 镇安办职责."""
    return _before(A_HEADING, words.rstrip("。：:"))


def _before(pattern: "re.Pattern[str]", words: str) -> tuple[str, ...]:
    found = pattern.search(words) if len(words) <= LONGEST else None
    while found:
        name = words[: found.start()].removesuffix("的")
        if len(name) >= SHORTEST and is_bodies(name):
            return split(name)
        found = pattern.search(words, found.start() + 1)  # 镇党委会议: 党委 is the name's own
    return ()
