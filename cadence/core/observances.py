"""Named days that recur: 春节, 国庆节, 安全生产月 … → their days in a year.

The day itself is certain; which days around it are off is another matter, told by the State
Council's notice. What only an office can say (开学, 全国两会, 汛期) stands in its policy.
"""

import datetime as dt
from functools import cache

# By month and day, each with the last day where it is more than one.
FIXED = {
    "元旦": ("01-01",),
    "妇女节": ("03-08",),
    "防灾减灾日": ("05-12",),
    "劳动节": ("05-01",),
    "安全生产月": ("06-01", "06-30"),
    "安全宣传咨询日": ("06-16",),
    "七一": ("07-01",),
    "建军节": ("08-01",),
    "国庆节": ("10-01",),
    "消防宣传月": ("11-01", "11-30"),
    "消防宣传日": ("11-09",),
    "交通安全日": ("12-02",),
    "国家宪法日": ("12-04",),
}
LUNAR = {"春节": (1, 1), "元宵节": (1, 15), "端午节": (5, 5), "中秋节": (8, 15), "重阳节": (9, 9)}
ALIASES = {
    "五一": "劳动节", "五一节": "劳动节", "五一劳动节": "劳动节", "国际劳动节": "劳动节",
    "国庆": "国庆节", "十一": "国庆节", "元旦节": "元旦", "新年": "元旦", "清明": "清明节",
    "端午": "端午节", "中秋": "中秋节", "元宵": "元宵节", "重阳": "重阳节",
    "建党节": "七一", "建党日": "七一", "七一建党节": "七一", "党的生日": "七一",
    "119": "消防宣传日", "119消防日": "消防宣传日", "119消防宣传日": "消防宣传日",
    "119消防安全日": "消防宣传日", "消防日": "消防宣传日", "全国消防日": "消防宣传日",
    "全国119消防日": "消防宣传日", "全国消防宣传日": "消防宣传日",
    "全国消防安全宣传教育日": "消防宣传日", "119消防宣传月": "消防宣传月",
    "全国消防宣传月": "消防宣传月", "消防安全月": "消防宣传月",
    "全国安全宣传咨询日": "安全宣传咨询日", "安全生产宣传咨询日": "安全宣传咨询日",
    "全国安全生产宣传咨询日": "安全宣传咨询日",
    "122": "交通安全日", "全国交通安全日": "交通安全日", "全国安全生产月": "安全生产月",
    "全国防灾减灾日": "防灾减灾日", "农历除夕": "除夕", "农历春节": "春节", "新春": "春节",
}  # fmt: skip
FIRST_YEAR, LAST_YEAR = 1949, 2199
A_DAY = dt.timedelta(days=1)


def observance_of(words: str) -> str | None:
    """Return the observance that words name, or None: 五一: 劳动节."""
    name = "".join(words.split()).removesuffix("假期").removesuffix("期间")
    name = ALIASES.get(name, name)
    return name if name in {*FIXED, *LUNAR, "清明节", "除夕"} else None


def basis_of(name: str) -> str:
    """Say in Chinese where the day of an observance comes from, by the name observance_of gives."""
    if name in FIXED:
        return "公历固定日期"
    return "节气，按历书推算" if name == "清明节" else "农历，按历书推算"


@cache
def observed(name: str, year: int) -> tuple[dt.date, dt.date] | None:
    """Return the first and last day of an observance in a civil year.

    Args:
        name: as observance_of gives it.
        year: of the civil calendar; the lunar days of that spring or autumn are meant.

    Returns:
        The days; None outside the years that the lunar calendar is known for here.
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    if days := FIXED.get(name):
        first, last = (dt.date.fromisoformat(f"{year}-{each}") for each in (days[0], days[-1]))
        return first, last
    day = _lunar(name, year)
    return (day, day) if day else None


def _lunar(name: str, year: int) -> dt.date | None:
    from lunar_python import Lunar, Solar  # noqa: PLC0415 - only what names such a day pays for it

    if name == "清明节":
        found = Solar.fromYmd(year, 4, 1).getLunar().getJieQiTable()["清明"]
    elif name == "除夕":
        new_year = _lunar("春节", year)
        return new_year - A_DAY if new_year else None
    elif name in LUNAR:
        found = Lunar.fromYmd(year, *LUNAR[name]).getSolar()
    else:
        return None
    return dt.date(found.getYear(), found.getMonth(), found.getDay())
