"""Draft templates that editors may change, run so that they reach nothing but their data.

Two fences (promises, section 6, statement 8). First every node of the template is checked against a short list: text,
names, conditions, loops one deep over the data, a few filters of our own. No call, no arithmetic, no assignment, no
include: what cannot be written cannot leak or blow up. Behind it stands Jinja2's immutable sandbox with no globals.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from jinja2 import StrictUndefined, Template, TemplateSyntaxError, Undefined, UndefinedError, nodes
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from review.errors import TemplateBroken

BLOCKS = ("title", "standfirst", "body", "source", "byline")
MAX_SOURCE = 64_000
MAX_OUTPUT = 256_000
MAX_LOOPS = 20
MAX_DEPTH = 40
MAX_SEPARATOR = 8

ALLOWED_NODES = (
    nodes.Template, nodes.Block, nodes.Output, nodes.TemplateData, nodes.If, nodes.For, nodes.CondExpr,
    nodes.Name, nodes.Const, nodes.Getattr, nodes.Getitem, nodes.Slice,
    nodes.Filter, nodes.Test, nodes.And, nodes.Or, nodes.Not, nodes.Compare, nodes.Operand,
)  # fmt: skip
RESERVED_NAMES = frozenset({"self", "super", "caller", "varargs", "kwargs"})
Values = Mapping[str, Any]


def render_template(source: str, context: Values) -> dict[str, str]:
    """Return the text of each block of BLOCKS; TemplateBroken says in `error`, in Vietnamese, what to mend."""
    _require_plain(context)
    template = _compiled(source)
    return {name: _render_block(template, name, context) for name in BLOCKS}


def _render_block(template: Template, name: str, context: Values) -> str:
    try:
        pieces = template.blocks[name](template.new_context(dict(context)))
        return "".join(_limited(iter(pieces), name))
    except UndefinedError as error:
        raise _broken(f"khối {name}: không có “{_named(error)}”") from error
    except (SecurityError, TypeError, ValueError, ArithmeticError, LookupError) as error:
        raise _broken(f"khối {name}: không tính được một biểu thức") from error


def _limited(pieces: Iterator[str], name: str) -> Iterator[str]:
    size = 0
    for piece in pieces:
        size += len(piece.encode())
        if size > MAX_OUTPUT:
            raise _broken(f"khối {name}: kết quả dài quá {MAX_OUTPUT // 1000} kB")
        yield piece


@lru_cache(maxsize=64)
def _compiled(source: str) -> Template:
    if len(source) > MAX_SOURCE:
        raise _broken(f"mẫu dài quá {MAX_SOURCE // 1000} kB")
    try:
        tree = ENVIRONMENT.parse(source)
        _check(tree)
        return ENVIRONMENT.from_string(source)
    except TemplateSyntaxError as error:
        raise _broken(f"dòng {error.lineno}: sai cú pháp ({error.message})") from error
    except (RecursionError, MemoryError, SyntaxError, ValueError, OverflowError) as error:
        raise _broken("mẫu lồng nhau quá sâu hoặc không đọc được") from error


def _check(tree: nodes.Template) -> None:
    for node in tree.find_all(nodes.Node):
        _check_node(node)
    _check_loops(tree)
    _check_depth(tree, MAX_DEPTH)
    blocks = [node.name for node in tree.body if isinstance(node, nodes.Block)]
    if len(blocks) != sum(1 for _ in tree.find_all(nodes.Block)):
        raise _broken("một khối nằm bên trong khối khác hoặc trong vòng lặp")
    missing = [name for name in BLOCKS if name not in blocks]
    if missing:
        raise _broken(f"thiếu khối {', '.join(missing)}")
    _check_nothing_outside(tree)


def _check_node(node: nodes.Node) -> None:
    if not isinstance(node, ALLOWED_NODES):
        raise _broken(f"dòng {node.lineno}: không được dùng {type(node).__name__}")
    if isinstance(node, nodes.Name) and (node.name in RESERVED_NAMES or node.name.startswith("_")):
        raise _broken(f"dòng {node.lineno}: không được dùng tên “{node.name}”")
    if isinstance(node, nodes.Getattr) and node.attr.startswith("_"):
        raise _broken(f"dòng {node.lineno}: không được dùng tên “{node.attr}”")
    if isinstance(node, nodes.Filter) and node.name not in FILTERS:
        raise _broken(f"dòng {node.lineno}: không có bộ lọc “{node.name}”")
    if isinstance(node, nodes.Test) and node.name not in TESTS:
        raise _broken(f"dòng {node.lineno}: không có phép thử “{node.name}”")


def _check_loops(tree: nodes.Template) -> None:
    """Refuse a loop inside a loop, which over long texts would never end; twenty side by side always do."""
    loops = list(tree.find_all(nodes.For))
    if len(loops) > MAX_LOOPS:
        raise _broken(f"mẫu có hơn {MAX_LOOPS} vòng lặp")
    for loop in loops:
        if loop.recursive or any(True for _ in loop.find_all(nodes.For)):
            raise _broken(f"dòng {loop.lineno}: vòng lặp nằm trong vòng lặp")


def _check_depth(node: nodes.Node, left: int) -> None:
    if left == 0:
        raise _broken(f"dòng {node.lineno}: lồng nhau quá sâu")
    for child in node.iter_child_nodes():
        _check_depth(child, left - 1)


def _check_nothing_outside(tree: nodes.Template) -> None:
    """Text outside the blocks would silently be lost."""
    for node in tree.body:
        inside = isinstance(node, nodes.Block)
        blank = isinstance(node, nodes.Output) and all(
            isinstance(child, nodes.TemplateData) and not child.data.strip() for child in node.nodes
        )
        if not inside and not blank:
            raise _broken(f"dòng {node.lineno}: có nội dung nằm ngoài các khối")


def _require_plain(value: object) -> None:
    """Only plain data goes in: the methods of an object passed by mistake would be within reach."""
    if type(value) is dict:
        for key, inner in value.items():
            _require_plain(key)
            _require_plain(inner)
    elif type(value) is list:
        for inner in value:
            _require_plain(inner)
    elif type(value) not in (str, int):
        raise TypeError(f"a template may not see {type(value).__name__}")


def _broken(error: str) -> TemplateBroken:
    return TemplateBroken("a draft template cannot be rendered", error=error)


def _named(error: UndefinedError) -> str:
    """Return the name Jinja2 quotes in its sentence: “'sapo2' is undefined”."""
    named = re.search(r"'([^']*)' is undefined|attribute '([^']*)'", str(error))
    return (named[1] or named[2]) if named else "tên này"


def _finalize(value: object) -> object:
    if isinstance(value, Undefined | str | int) and not isinstance(value, bool):
        return value
    raise SecurityError("only text and numbers are printed")


def _join(value: object, separator: str = ", ") -> str:
    if not isinstance(value, list) or len(separator) > MAX_SEPARATOR:
        raise SecurityError("join takes a list and a short separator")
    return separator.join(str(item) for item in value)


def _first_capital(value: str) -> str:
    return value[:1].upper() + value[1:]


def _or_else(value: object, otherwise: str = "") -> object:
    """Return `otherwise` for an empty or unknown value, so that a missing fact becomes a placeholder."""
    return value if not isinstance(value, Undefined) and value else otherwise


FILTERS: dict[str, Callable[..., Any]] = {
    "default": _or_else,
    "first_capital": _first_capital,
    "join": _join,
    "length": len,
    "lower": str.lower,
    "trim": str.strip,
    "upper": str.upper,
}
TESTS: dict[str, Callable[..., bool]] = {
    "defined": lambda value: not isinstance(value, Undefined),
    "undefined": lambda value: isinstance(value, Undefined),
}


def _environment() -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(
        autoescape=False,  # plain text goes out; the exports escape
        undefined=StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        loader=None,
    )
    environment.globals.clear()
    environment.filters = dict(FILTERS)
    environment.tests = dict(TESTS)
    return environment


ENVIRONMENT = _environment()
