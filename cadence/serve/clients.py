"""User-Agent → the kind of client, one of a few names, so that what is stored stays small. Pure."""

import re
from functools import lru_cache

BROWSER, PROGRAM, OTHER = "浏览器", "程序", "其他"
NOT_SUBSCRIBED = {BROWSER, PROGRAM}  # somebody looked; no calendar keeps itself up to date
LONGEST = 512  # characters looked at
# In this order: most of the later ones call themselves Mozilla as well.
KINDS = (
    ("macOS日历", r"^(macOS|Mac[ +]OS[ +]X)/|CalendarAgent|\biCal/"),
    ("iPhone/iPad", r"\biOS/|dataaccessd"),
    ("ICSx5", r"ICSx|icsdroid"),
    ("DAVx5", r"DAVx|davdroid"),
    ("谷歌日历", r"Google-Calendar|GoogleCalendar"),
    ("Outlook", r"Outlook|Microsoft Office|Microsoft\.?Exchange|\bMSExchange|Exchange/"),
    ("Thunderbird", r"Thunderbird|Lightning/"),
    ("Evolution", r"Evolution/"),
    ("vdirsyncer", r"vdirsyncer"),
    ("KOrganizer", r"KOrganizer|Akonadi|\bKIO\b"),
    ("Nextcloud", r"Nextcloud"),
    (PROGRAM, r"^(curl|Wget|python|Go-http|okhttp|Java|Apache-HttpClient|wrk|node)\b"),
    (BROWSER, r"Mozilla/|Opera"),
)
NAMED = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in KINDS)


@lru_cache(maxsize=1024)
def client_kind(agent: bytes) -> str:
    """Return the kind of client that sends this header."""
    text = agent[:LONGEST].decode("latin-1")
    return next((kind for kind, pattern in NAMED if pattern.search(text)), OTHER)
