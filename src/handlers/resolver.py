"""Powertools' resolver, and what else we ask of its routes."""

from aws_lambda_powertools.event_handler import APIGatewayRestResolver
from pydantic import BaseModel


class Resolver(APIGatewayRestResolver):
    """Routes API Gateway (REST) events, and knows what its routes take."""

    def methods_at(self, path: str) -> tuple[str, ...]:
        """The methods that some route takes at `path`; none where there is no route."""
        routes = (*self._static_routes, *self._dynamic_routes)
        return tuple(sorted({route.method for route in routes if route.rule.match(path)}))

    def parameters(self) -> tuple[str, ...]:
        """The query parameters that the route of the current request takes."""
        return tuple(parameter.alias for parameter in self.context["_route"].dependant.query_params)

    def body_model(self) -> type[BaseModel] | None:
        """What the body of the current request is read as; `None` where the route takes none."""
        bodies = self.context["_route"].dependant.body_params
        model: type[BaseModel] | None = bodies[0].field_info.annotation if bodies else None
        return model
