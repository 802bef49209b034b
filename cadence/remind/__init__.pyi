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
from .nouns import (
    Receiver as Receiver,
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
    page_line as page_line,
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
