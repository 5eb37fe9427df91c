"""Every part of the desk that answers to an address; a new part is added here.

What it may answer, and to whom, is said in `app/access.py`.
"""

from app.desk import (
    file_routes,
    glossary_file_routes,
    glossary_routes,
    review_routes,
    search_routes,
)

ROUTERS = (
    review_routes.router,
    search_routes.router,
    glossary_routes.router,
    glossary_file_routes.router,
    file_routes.router,
)
