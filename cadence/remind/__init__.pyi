from .causes import (
    standing as standing,
)
from .channels import (
    check_installed as check_installed,
)
from .deliver import (
    Carrier as Carrier,
)
from .deliver import (
    alone as alone,
)
from .deliver import (
    deliver as deliver,
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
from .links import (
    unconfirmed as unconfirmed,
)
from .nouns import (
    Message as Message,
)
from .outbox import (
    FILE as FILE,
)
from .outbox import (
    WANTING as WANTING,
)
from .outbox import (
    Delivery as Delivery,
)
from .outbox import (
    Outbox as Outbox,
)
from .outbox import (
    open_outbox as open_outbox,
)
from .plan import (
    Planned as Planned,
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
    unconfirmed_json as unconfirmed_json,
)
from .tables import (
    unconfirmed_table as unconfirmed_table,
)
