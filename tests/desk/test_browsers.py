"""A browser is said in words, on the page of users too."""

import pytest
from desking import text_of

from cadence.desk.browsers import browser_words

MOZILLA = "Mozilla/5.0"
WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)"
CHROME = "Chrome/120.0.6099.71 Safari/537.36"


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (f"{MOZILLA} (Windows NT 10.0; Win64; x64) {WEBKIT} {CHROME}", "Chrome 120，Windows"),
        (
            f"{MOZILLA} (Windows NT 10.0; Win64; x64) {WEBKIT} {CHROME} Edg/121.0.1.1",
            "Edge 121，Windows",
        ),
        (f"{MOZILLA} (Windows NT 6.1; WOW64) {WEBKIT} {CHROME} QIHU 360SE", "360浏览器，Windows 7"),
        (
            f"{MOZILLA} (Linux; Android 13; V2) {WEBKIT} Version/4.0 {CHROME} MicroMessenger/8.0.4",
            "微信 8，安卓",
        ),
        (
            f"{MOZILLA} (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Safari/604.1",
            "Safari 17，iPhone",
        ),
        (
            f"{MOZILLA} (Macintosh; Intel Mac OS X 10.15; rv:121.0) Gecko Firefox/121.0",
            "Firefox 121，Mac",
        ),
        (f"{MOZILLA} (Phone; OpenHarmony 5.0) {WEBKIT} {CHROME} ArkWeb/4.1", "华为浏览器 4，鸿蒙"),
        (f"{MOZILLA} (X11; Linux x86_64) {WEBKIT} UOS {CHROME}", "Chrome 120，统信"),
        (f"{MOZILLA} (Windows NT 6.1; Trident/7.0; rv:11.0) like Gecko", "IE 11，Windows 7"),
        ("curl/8", "不认得的浏览器"),
        ("", "不认得的浏览器"),
    ],
)
def test_a_browser_is_called_by_its_name_and_its_system_s(agent, words):
    assert browser_words(agent) == words


def test_the_page_of_users_names_the_browser_and_not_its_whole_string(desk):
    owner = desk.owner()
    owner.get("/desk/yichuan/users")
    page = owner.get("/desk/yichuan/users")
    assert "不认得的浏览器" in text_of(page)  # python-httpx
    assert "python-httpx" not in page.text
