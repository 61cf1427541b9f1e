"""What is raised where a request is refused at the edge."""

from http import HTTPStatus

from inputs.errors import FieldError


class ProblemError(Exception):
    """Becomes the answer: see `handlers.problems`."""

    def __init__(self, status: HTTPStatus, code: str, detail: str, *errors: FieldError) -> None:
        super().__init__(detail)
        self.status, self.code, self.detail, self.errors = status, code, detail, errors
