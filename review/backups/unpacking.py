"""Reading an archive: rows into an empty database, bytes to whoever takes them, all of it against the manifest."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError, StatementError

from review import migrations
from review.backups import archive, manifest, rows
from review.backups.archive import BadArchive, Member
from review.backups.manifest import About, Manifest
from review.backups.rows import Loading
from review.verifying import Finding, damaged

# What values of a wrong kind, size or depth end in, here or on their way into the database.
NOT_ROWS = (KeyError, ValueError, TypeError, AttributeError, OverflowError, RecursionError, StatementError)
Say = Callable[[str], None]
TakeMedium = Callable[[str, bytes], None]


@dataclass
class Unpacking:
    """An archive being read; its faults are collected, so that a look finds all of them and not only the first."""

    connection: Connection
    take_medium: TakeMedium
    say: Say
    findings: list[Finding] = field(default_factory=list)
    _digests: dict[str, str] = field(default_factory=dict)
    _media: int = 0
    _media_digest: "hashlib._Hash" = field(default_factory=hashlib.sha256)

    def read(self, stream: BinaryIO) -> Manifest:
        """Load everything and return the manifest; raises BadArchive where there is nothing to go on with.

        The schema is the one the backup was made with; bringing it up to date is the caller's next step.
        """
        members = archive.members(stream)
        about = self._begin(next(members, None))
        loading = self._empty_desk(about)
        for member in members:
            if member.name == archive.MANIFEST:
                loading.finish(about.counters)
                return self._compared(manifest.manifest(member.data), loading)
            self._take(member, loading)
        raise BadArchive("the archive is cut off: its manifest is missing.")

    def _begin(self, first: Member | None) -> About:
        if first is None or first.name != archive.ABOUT:
            raise BadArchive("this is not a backup: about.json does not come first.")
        self._digests[first.name] = hashlib.sha256(first.data).hexdigest()
        return manifest.about(first.data)

    def _empty_desk(self, about: About) -> Loading:
        migrations.bring(self.connection, about.schema)
        tables = rows.tables(self.connection)
        loading = Loading(self.connection, {table.name: table for table in tables})
        loading.empty()
        return loading

    def _take(self, member: Member, loading: Loading) -> None:
        digest = hashlib.sha256(member.data).hexdigest()
        if member.key:
            self._media += 1
            self._media_digest.update(member.key.encode())
            if digest == member.key:
                self.take_medium(member.key, member.data)
            else:
                self.findings.append(damaged(member.key))
            return
        self._digests[member.name] = digest
        try:
            loading.load(member.table, archive.unsqueezed(member))
        except DBAPIError:
            raise  # the database's own trouble, or a row its constraints refuse
        except NOT_ROWS as error:
            raise BadArchive(f"{member.name} does not hold rows of this schema.") from error
        if loading.counts[member.table] % rows.AT_ONCE:
            self.say(f"{member.table}: {loading.counts[member.table]} rows")

    def _compared(self, whole: Manifest, loading: Loading) -> Manifest:
        self.findings.extend(_differences(whole, self._digests, loading.counts))
        if (self._media, self._media_digest.hexdigest()) != (whole.media, whole.media_digest):
            sentence = f"The archive holds {self._media} files, the manifest names {whole.media}, or they are others."
            self.findings.append(Finding("member", "media", sentence))
        return whole


def _differences(whole: Manifest, digests: dict[str, str], counts: dict[str, int]) -> Iterator[Finding]:
    for name in sorted({*whole.members, *digests}):
        if whole.members.get(name) != digests.get(name):
            yield Finding("member", name, f"{name} is not what the manifest says: changed, missing or put in.")
    for table in sorted({*whole.rows, *counts}):
        there, said = counts.get(table, 0), whole.rows.get(table, 0)
        if there != said:
            yield Finding("count", table, f"{table}: {there} rows in the archive, {said} in the manifest.")
