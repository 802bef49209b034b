from .service import (
    caldav_routes as caldav_routes,
)
