"""当日, 当天 in its sentence → whether it says of which day a thing is, or by when to do it."""

import re

from cadence.extract.times.meanings import Place

# 每天产生的垃圾, 每月新增的隐患: what there is, not what is to be done.
WHAT_COMES = re.compile(
    "(?:所|新)?(?:产生|形成|发生|出现|排放|新增|消耗|使用|进出|收到|接到)的(?!要|应)"
)
DOES = re.compile("(?:做好|搞好|填写|记录|掌握|了解|汇报|通报|报告|将|对|及)$")
THAT_DAY = re.compile("月[0-9]{1,2}[日号](?:[（(][^（）()]{1,16}[）)])?$")
OF_PERSONS = re.compile("[^，。；]{2,10}的(?:人员|同志|单位|部门)")  # 当天安排检查的人员
WORK_OF_THE_DAY = re.compile("[^，。；]{1,8}(?:工作|情况|记录|日志|小结|信息|数据|统计)")
ACTS_THEN = re.compile(
    "^(?:内|之内|前|下班|[上下]午|中午|晚|[应须要必将向在由对把于从即就予给需]|不得|可|报|上报|反馈|完成|整(?!个|体|[天日月年])|处|办|送|通|告|移|转|立|清|"
    "组织|开展|召开|提|回|答|录|填|登|公|发|到|赶|启|上传|核|检|巡|排|安排|落实|下[达发]|作出|出|审|返|结|销|停|关|开|签|"
    "收[回集]|交|缴|还|销|撤|解|消|追|查|补|派|采|调|联|受|接|抵|进[行场驻]|复|制|书|电|传|呈|申|更|归|存|扑|救|封|拆|了|去|来|统一|立即|及时|直接|同步|一次|逐|汇|能|做到|实|隔离|就地|"
    "[。；，]|$|发现|受理|到期)"
)


def is_on_the_day(place: Place) -> bool:
    """Tell 记录当日雨量 from 发现当日报告: no verb follows, and nothing happened before."""
    if THAT_DAY.search(place.before):
        return True  # 12月2日（交通安全日）当天开班会: that day is read already
    if DOES.search(place.before) and WORK_OF_THE_DAY.match(place.after):
        return True  # 做好当日巡课工作
    rest = place.after.lstrip("，")
    if WHAT_COMES.match(rest):
        return True  # 处理当天出现的各种情况
    return not ACTS_THEN.match(rest) or OF_PERSONS.match(rest) is not None
