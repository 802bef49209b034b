from .accounts import (
    Role as Role,
)
from .accounts import (
    User as User,
)
from .accounts import (
    open_accounts as open_accounts,
)
from .answering import (
    answer_routes as answer_routes,
)
from .app_passwords import (
    AppPassword as AppPassword,
)
from .app_passwords import (
    open_app_passwords as open_app_passwords,
)
from .application import (
    desk_routes as desk_routes,
)
from .backup import (
    restore as restore,
)
from .backup import (
    write_backup as write_backup,
)
from .daily import (
    Daily as Daily,
)
from .entrances import (
    LOOPBACK as LOOPBACK,
)
from .entrances import (
    Desk as Desk,
)
from .inspection import (
    inspection as inspection,
)
from .inspection_zip import (
    write_inspection as write_inspection,
)
from .office import (
    Office as Office,
)
from .office import (
    View as View,
)
from .practice import (
    sweep_practices as sweep_practices,
)
from .sign_in import (
    Ticket as Ticket,
)
from .warming import (
    Warmer as Warmer,
)
