from typing import Any

import pyarrow as pa

def binary_join_element_wise(*strings: pa.Array | pa.Scalar | str, null_handling: str = "emit_null") -> pa.Array: ...

# The rest, until it is in use: these functions take and give scalars, arrays and chunked arrays alike.
def __getattr__(name: str) -> Any: ...
