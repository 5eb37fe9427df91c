"""Every part of the desk that answers to an address; a new part is added here."""

from app.desk import glossary_csv_routes, glossary_routes, review_routes

ROUTERS = (review_routes.router, glossary_routes.router, glossary_csv_routes.router)
