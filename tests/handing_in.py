"""How tests hand a document in at the desk and decide on its rules."""

import re

from desking import form_of

ROOM = "/desk/yichuan/documents"
HEAD = "伊川县安全生产委员会关于加强冬季安全生产工作的通知\n伊安委〔2026〕11号\n各乡镇（街道）：\n"
BODY = """\
一、各乡镇（街道）每月25日前报送隐患排查情况。
二、县应急局每季度召开一次安全形势分析会。
三、县住建局于2026年12月20日前完成燃气隐患整治。
四、县水利局定期开展水库巡查。
五、蓝天救援队每月开展一次应急演练。
2026年11月20日
"""


def hand_in(owner, text=HEAD + BODY, name="通知.txt"):
    content = text if isinstance(text, bytes) else text.encode()
    return owner.send(owner.get(ROOM), f"{ROOM}/upload", files={"file": (name, content)})


def name_of(page):
    return re.search(rf'action="{ROOM}/([a-z0-9-]+)/verdict"', page.text)[1]


def ids_of(page):
    return re.findall(r'<article class="card[^"]*" id="([^"]+)"', page.text)


def decide(owner, page, rule, verdict="accepted"):
    name = name_of(page)
    fields = form_of(article(page, rule), f"{ROOM}/{name}/verdict")
    return owner.post(f"{ROOM}/{name}/verdict", **fields | {"verdict": verdict})


def article(page, rule):
    return page.text.split(f'id="{rule}"')[1].split("</article>")[0]


def accept_all(owner, page):
    name = name_of(page)
    if "名册里没有“蓝天救援队”" in page.text:
        owner.send(page, f"{ROOM}/{name}/name", name="蓝天救援队", unit="outside")
    for rule in ids_of(page):
        page = decide(owner, page, rule)
    return name
