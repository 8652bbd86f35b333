"""Recording acts and looks, telling about them, and the log that proves them."""

from zhengtong.trust.audit._broken import LogBrokenError, NotSequenced
from zhengtong.trust.audit._files import locked as log_held
from zhengtong.trust.audit._note import verifier_key
from zhengtong.trust.audit._prove import consistency, prove, root_at
from zhengtong.trust.audit._queries import entries_about, entries_on, looks_at, looks_on
from zhengtong.trust.audit._record import declare, declared, record
from zhengtong.trust.audit._sequence import sequence_batch, sequence_due
from zhengtong.trust.audit._serve import checkpoint_bytes, published, tile_bytes
from zhengtong.trust.audit._stopped import failing
from zhengtong.trust.audit._stopped import reason as stopped
from zhengtong.trust.audit._texts import proof_lines, report_lines
from zhengtong.trust.audit._verify import verify

__all__ = [
    "LogBrokenError",
    "NotSequenced",
    "checkpoint_bytes",
    "consistency",
    "declare",
    "declared",
    "entries_about",
    "entries_on",
    "failing",
    "log_held",
    "looks_at",
    "looks_on",
    "proof_lines",
    "prove",
    "published",
    "record",
    "report_lines",
    "root_at",
    "sequence_batch",
    "sequence_due",
    "stopped",
    "tile_bytes",
    "verifier_key",
    "verify",
]
