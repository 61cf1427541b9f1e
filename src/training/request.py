"""What training costs are asked with: a job whose fields go together."""

from typing import Self

from pydantic import model_validator

from inputs.numbers import invalid
from training.consistency import contradictions
from training.job import TrainingJob


class TrainingCostsRequest(TrainingJob):
    """What does it cost to train this model, once or in so many runs?"""

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        for field, message in contradictions(self):
            raise invalid(message, field)
        return self
