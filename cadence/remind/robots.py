"""A message → a group robot of 企业微信 or 钉钉, and what it answers.

These two refuse with HTTP 200 and an errcode in the body (too many a minute, a wrong key, a keyword
that is missing). apprise looks at the status alone and would call what nobody received sent, so
they are asked here, and what they answer is read.
"""

import base64
import hashlib
import hmac
import json
import time
from urllib.parse import unquote, urlsplit

from cadence.core import _
from cadence.rules import ContactAddress

WECOM = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send"
DINGTALK = "https://oapi.dingtalk.com/robot/send"
ROBOTS = ("wecombot", "dingtalk")
JSON = {"content-type": "application/json; charset=utf-8"}
TIMEOUT = (5, 30)  # seconds to be reached, and to answer


def post_robot(address: ContactAddress, text: str) -> str:
    """Send a text to a robot, and wait for its answer.

    Returns:
        "" when it was taken; else why not, without any part of the address.
    """
    import requests  # noqa: PLC0415 - apprise brings it, and only where something is sent

    where, asked = _asked(address)
    said = json.dumps({"msgtype": "text", "text": {"content": text}}, ensure_ascii=False).encode()
    try:
        reply = requests.post(where, params=asked, data=said, headers=JSON, timeout=TIMEOUT)
    except requests.RequestException:
        return _("the service cannot be reached")
    if not reply.ok:
        return _("the service answered {0}").format(reply.status_code)
    try:
        answer = reply.json()
    except ValueError:
        answer = {}
    code = answer.get("errcode") if isinstance(answer, dict) else None
    return "" if code == 0 else _("the robot refused it, errcode {0}").format(code)


def signed(secret: str, milliseconds: int) -> dict[str, str]:
    """Sign a request as a 钉钉 robot with 加签 asks for it."""
    text = f"{milliseconds}\n{secret}"
    made = hmac.digest(secret.encode(), text.encode(), hashlib.sha256)
    return {"timestamp": str(milliseconds), "sign": base64.b64encode(made).decode()}


def _asked(address: ContactAddress) -> tuple[str, dict[str, str]]:
    """Return where a robot is asked, and with which parameters."""
    secret, _at, key = urlsplit(address.url).netloc.rpartition("@")
    if address.by == "wecombot":
        return WECOM, {"key": unquote(key)}
    sign = signed(unquote(secret), round(time.time() * 1000)) if secret else {}
    return DINGTALK, {"access_token": unquote(key), **sign}
