"""Programs with a window that keep a unit's tasks, behind one face: tasks, tick, refresh, stop.

`tasks` lists by UID (title, due day in digits, is done, description). `tick` sets or takes away the
mark as a click in the program does; `refresh` asks the server anew. What a program does is done
some time after it was told to, so a test waits until it sees what it waits for.
"""

import json
import time
from pathlib import Path

from conftest import tool
from subscribers_of import Evolution
from thunderbird import SCRIPT, Thunderbird

HERE = Path(__file__).parent
PATIENCE = 30  # seconds until a program shows what a test waits for
LIST = SCRIPT % (
    'const [list] = cal.manager.getCalendars().filter(each => each.name == "tasks");'
    "const all = Ci.calICalendar.ITEM_FILTER_TYPE_TODO | Ci.calICalendar.ITEM_FILTER_COMPLETED_ALL;"
    "const items = await list.getItemsAsArray(all, 0, null, null);\n%s"
)


def until(found, what):
    """Ask again and again until an answer is what a test waits for, and return it."""
    ends = time.monotonic() + PATIENCE
    while not what(answer := found()):
        assert time.monotonic() < ends, answer
        time.sleep(0.3)
    return answer


class ThunderbirdTasks:
    """Thunderbird's own task list over CalDAV, its password saved as a person would."""

    names_version = True  # of what it changes, in If-Match
    shows_while_asked = True  # for another password

    @staticmethod
    def needs():
        tool("thunderbird")

    def __init__(self, home, address, user, password):
        self.program = Thunderbird(tool("thunderbird"), home, (), "Asia/Shanghai")
        given = json.dumps([address, user, password])
        self.program.run(
            SCRIPT
            % f"""
  const [address, user, password] = {given};
  const login = Cc["@mozilla.org/login-manager/loginInfo;1"].createInstance(Ci.nsILoginInfo);
  login.init(new URL(address).origin, null, "cadence", user, password, "", "");
  await Services.logins.addLoginAsync(login);
  const list = cal.manager.createCalendar("caldav", Services.io.newURI(address));
  list.name = "tasks";
  list.setProperty("username", user);
  list.setProperty("cache.enabled", true);
  cal.manager.registerCalendar(list);
  return true;
"""
        )

    def tasks(self):
        found = self.program.run(
            LIST
            % """
  return items.map(one => [one.id, one.title, one.dueDate ? one.dueDate.icalString : "",
    one.isCompleted, one.getProperty("DESCRIPTION") || ""]);
"""
        )
        return {uid: tuple(rest) for uid, *rest in found}

    def tick(self, uid, *, done=True):
        self.program.run(
            LIST
            % f"""
  const task = items.find(one => one.id == {json.dumps(uid)});
  const changed = task.clone();
  changed.isCompleted = {json.dumps(done)};
  await list.modifyItem(changed, task);
  return true;
"""
        )

    def refresh(self):
        self.program.run(LIST % "list.refresh(); return true;")

    def stop(self):
        self.program.stop()


class EvolutionTasks(Evolution):
    """Evolution Data Server's task list over CalDAV, asked for its password as Evolution does."""

    SCRIPT = "keep_evolution.py"
    names_version = False
    shows_while_asked = False  # for more than a minute

    def __init__(self, home, address, user, password):
        super().__init__(home, address, user, password)

    def tasks(self):
        return {uid: tuple(rest) for uid, *rest in self._say("tasks")}

    def tick(self, uid, *, done=True):
        assert self._say(f"{'tick' if done else 'untick'} {uid}") == "said"


KEEPERS = (ThunderbirdTasks, EvolutionTasks)
