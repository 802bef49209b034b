from .channels import (
    check_installed as check_installed,
)
from .links import (
    Letter as Letter,
)
from .links import (
    count_use as count_use,
)
from .links import (
    letter_of as letter_of,
)
from .nouns import (
    Message as Message,
)
from .outbox import (
    FILE as FILE,
)
from .outbox import (
    TO_DOUBT as TO_DOUBT,
)
from .outbox import (
    Delivery as Delivery,
)
from .outbox import (
    known_outbox as known_outbox,
)
from .outbox import (
    open_outbox as open_outbox,
)
from .plan import (
    line_below as line_below,
)
from .plan import (
    plan as plan,
)
from .plan import (
    span_asked as span_asked,
)
from .run import (
    contacts_of as contacts_of,
)
from .run import (
    find_unconfirmed as find_unconfirmed,
)
from .run import (
    send_due as send_due,
)
from .run import (
    settle as settle,
)
from .run import (
    unreached as unreached,
)
from .slips import (
    can_answer as can_answer,
)
from .slips import (
    matter_fact as matter_fact,
)
from .slips import (
    missed_of as missed_of,
)
from .slips import (
    missed_slip as missed_slip,
)
from .slips import (
    slip_fact as slip_fact,
)
from .slips import (
    slip_link as slip_link,
)
from .slips import (
    slip_of as slip_of,
)
from .tables import (
    deliveries_table as deliveries_table,
)
from .tables import (
    delivery_json as delivery_json,
)
from .tables import (
    planned_json as planned_json,
)
from .tables import (
    planned_table as planned_table,
)
from .tables import (
    service_name as service_name,
)
from .tables import (
    unconfirmed_json as unconfirmed_json,
)
from .tables import (
    unconfirmed_table as unconfirmed_table,
)
