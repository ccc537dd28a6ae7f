"""Structs and arrays that compiled code uses without counting references.

Each time compiled code takes an array out of a struct, or is handed a struct, it counts one reference up and, later,
one down, both atomically, many times an event. A *lent* struct is one that only Python
keeps alive: it is made by a compiled constructor, boxed once, and lives as long as its Python object. Compiled code is
handed a plain pointer to it. Its arrays lie in fields of their own that count references as usual (the owner), and are
used through views that do not (`lent`).

Two rules follow. A compiled function never returns a lent struct that it was handed, only one that it made; and a field
that is given a new array is given its owner first.
"""

# The bodies below are written against the compiler's intermediate language, whose builder is untyped.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownParameterType=false
# pyright: reportMissingParameterType=false, reportUnknownArgumentType=false, reportMissingTypeArgument=false

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, cast

from numba import types
from numba.core import cgutils
from numba.core.datamodel.models import StructModel
from numba.core.datamodel.registry import default_manager
from numba.core.imputils import impl_ret_untracked
from numba.experimental import structref
from numba.extending import NativeValue, box, intrinsic, unbox
from numba.np.arrayobj import make_array

if TYPE_CHECKING:
    from collections.abc import Callable


class LentStruct(types.StructRef):
    """Base of the compiler's types of lent structs."""

    def preprocess_fields(self, fields: Any) -> Any:
        """Drop literal types, so that every struct of a class has the one type that is compiled and cached."""
        unliteral = cast("Callable[[Any], Any]", types.unliteral)
        return tuple((name, unliteral(type_)) for name, type_ in fields)


class _PointerModel(StructModel):
    """The struct as a plain pointer to its memory: what a counted struct is, less the counting."""

    def __init__(self, manager: Any, lent_type: Any) -> None:
        super().__init__(manager, lent_type, [("meminfo", types.voidptr)])


def register_lent(struct_type: type[LentStruct], proxy: Any, fields: Sequence[str]) -> None:
    """Let a class of structs be made, boxed and used by compiled code without counting references.

    Parameters
    ----------
    struct_type
        The compiler's type.
    proxy
        Python's class, a `StructRefProxy`; calling it in compiled code makes a struct.
    fields
        Their names, in the order of the constructor.
    """
    default_manager.register(struct_type, _PointerModel)
    structref.define_attributes(struct_type)
    structref.define_constructor(proxy, struct_type, list(fields))
    unbox(struct_type)(_unbox)

    @box(struct_type)
    def give(lent_type: Any, struct: Any, context: Any) -> Any:
        return _box(lent_type, struct, context, proxy)


def _box(lent_type: Any, value: Any, context: Any, proxy: Any) -> Any:
    """Make the Python object of a struct that compiled code has made, and hand it the one reference there is."""
    api = context.pyapi
    struct = cgutils.create_struct_proxy(lent_type)(context.context, context.builder, value=value)
    info = context.box(types.MemInfoPointer(types.voidptr), struct.meminfo)
    make = api.unserialize(api.serialize_object(proxy._numba_box_))
    kind = api.unserialize(api.serialize_object(lent_type))
    made = api.call_function_objargs(make, [kind, info])
    for used in (make, kind, info):
        api.decref(used)
    return made


def _unbox(lent_type: Any, proxy: Any, context: Any) -> Any:
    """Hand compiled code the pointer; Python's reference to the object outlives the call."""
    info = context.pyapi.object_getattr_string(proxy, "_meminfo")
    pointer_type = types.MemInfoPointer(types.voidptr)
    pointer = context.unbox(pointer_type, info).value
    context.context.nrt.decref(context.builder, pointer_type, pointer)
    struct = cgutils.create_struct_proxy(lent_type)(context.context, context.builder)
    struct.meminfo = pointer
    context.pyapi.decref(info)
    return NativeValue(struct._getvalue())  # noqa: SLF001 - its API


def _lent(typing_context: Any, array: Any) -> Any:  # noqa: ARG001 - the compiler passes it
    def lend(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        view = make_array(signature.args[0])(context, builder, value=arguments[0])
        view.meminfo = cgutils.get_null_value(view.meminfo.type)
        view.parent = cgutils.get_null_value(view.parent.type)
        return impl_ret_untracked(context, builder, signature.return_type, view._getvalue())  # noqa: SLF001 - its API

    return array(array), lend


lent = cast("Callable[[Any], Any]", intrinsic(_lent))
"""Return an array's view that keeps nothing alive: whoever stores it must store the owner beside it."""
