"""What rules/<place>/contacts.yaml may say, as pydantic models."""

from typing import Annotated

from pydantic import Field, StringConstraints

from cadence.core import Identifier
from cadence.rules.fields import Strict

# Nothing of it may be shown in a message: a robot's address is its password.
Where = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000)]


class ContactFormat(Strict):
    """Where the messages of one unit, group or post go."""

    unit: Identifier
    to: tuple[Where, ...] = Field(
        min_length=1, description="e-mail addresses, and addresses of robots"
    )


class ContactsFormat(Strict):
    """Where messages go, private to the office: rules/<place>/contacts.yaml."""

    mail: Where | None = Field(
        None, description="the mailbox that sends: mailtos://name:password@host:port"
    )
    office: tuple[Where, ...] = Field((), description="where the office itself is told")
    escalate_to: Identifier | None = Field(
        None, description="the post told of what stays overdue, where the text names no lead"
    )
    contacts: tuple[ContactFormat, ...] = ()
