# Numba types everything here but `register_model`.
from collections.abc import Callable
from typing import TypeVar

from numba.core.datamodel.models import DataModel
from numba.core.extending import *
from numba.core.types import Type

_ModelT = TypeVar("_ModelT", bound=type[DataModel])

def register_model(typecls: type[Type]) -> Callable[[_ModelT], _ModelT]: ...
