"""What a browser calls itself → words: Chrome 120，Windows. Pure."""

import re

# The first that is found names the browser: most also call themselves Chrome or Safari.
BROWSERS = tuple(
    (name, re.compile(rf"\b(?:{pattern})[/ ]?v?([0-9]+)?", re.IGNORECASE))
    for name, pattern in (
        ("企业微信", "wxwork"),
        ("微信", "MicroMessenger"),
        ("钉钉", "DingTalk"),
        ("QQ", "QQ(?=/[0-9])"),
        ("QQ浏览器", "M?QQBrowser"),
        ("360浏览器", "QIHU 360[SE]E|360[SE]E|360browser|QihooBrowser"),
        ("搜狗浏览器", "MetaSr|SogouMobileBrowser"),
        ("UC浏览器", "UCBrowser|UBrowser"),
        ("华为浏览器", "HuaweiBrowser|ArkWeb"),
        ("小米浏览器", "MiuiBrowser"),
        ("Edge", "Edg|EdgA|EdgiOS|Edge"),
        ("Opera", "OPR|Opera"),
        ("Firefox", "Firefox|FxiOS"),
        ("Chrome", "HeadlessChrome|Chrome|CriOS|Chromium"),
        ("Safari", r"Version(?=/[0-9.]+.*\bSafari/)"),
        ("IE", "MSIE|Trident.*rv:"),
    )
)
SYSTEMS = tuple(
    (name, re.compile(pattern, re.IGNORECASE))
    for name, pattern in (
        ("鸿蒙", "OpenHarmony|HarmonyOS"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("安卓", "Android"),
        ("Windows 7", r"Windows NT 6\.1"),
        ("Windows 8", r"Windows NT 6\.[23]"),
        ("Windows XP", r"Windows NT 5\.[12]"),
        ("Windows", "Windows"),
        ("Mac", "Macintosh|Mac OS X"),
        ("统信", r"\bUOS\b|Uniontech"),
        ("麒麟", "Kylin"),
        ("Linux", "Linux|X11"),
    )
)


def browser_words(agent: str) -> str:
    """Say which browser it is, on which system; what names neither is 不认得的浏览器."""
    found = [*_browser(agent), *_system(agent)]
    return "，".join(found) or "不认得的浏览器"


def _browser(agent: str) -> list[str]:
    for name, pattern in BROWSERS:
        if told := pattern.search(agent):
            return [f"{name} {told[1]}" if told[1] else name]
    return []


def _system(agent: str) -> list[str]:
    return [name for name, pattern in SYSTEMS if pattern.search(agent)][:1]
