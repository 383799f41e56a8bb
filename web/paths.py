"""What stands in the path of a request is looked up, and so must be something that can be kept."""

from flask import Blueprint, request

from web.problems import BadRequest, is_storable


def require_storable_paths(api: Blueprint) -> None:
    """Refuse names and ids in a path that no database can hold."""

    @api.before_request
    def check_path() -> None:
        if not all(is_storable(str(each)) for each in (request.view_args or {}).values()):
            raise BadRequest
