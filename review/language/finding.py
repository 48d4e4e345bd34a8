"""What a rule saw in a text, and where."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace


@dataclass(frozen=True)
class Finding:
    """One place in a text: `code` is a flag of the taxonomies, `text` is `whole[start:end]`, `detail` says more."""

    code: str
    text: str
    start: int
    end: int
    detail: Mapping[str, str] = field(default_factory=dict)

    def moved(self, whole: str, start: int, end: int) -> "Finding":
        """Return the same finding at another place, reading its text from `whole`."""
        return replace(self, text=whole[start:end], start=start, end=end)


def found(code: str, whole: str, start: int, end: int, **detail: str) -> Finding:
    """Return the finding `code` at `whole[start:end]`."""
    return Finding(code, whole[start:end], start, end, detail)


def in_order(findings: list[Finding]) -> list[Finding]:
    """Return the findings as one reads: by place, the longer one first."""
    return sorted(findings, key=lambda finding: (finding.start, -finding.end, finding.code))
