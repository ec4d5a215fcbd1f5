"""One kind of error for all stores, whatever their libraries raise."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from assets import PrelabelError, StorageError


@contextmanager
def store_errors(where: str, what: str) -> Iterator[None]:
    """Turn whatever a store raises inside the block into a StorageError: ``where: cannot what, reason``.

    Backends of fsspec bring exceptions of their own (botocore's are no OSErrors), so all are caught.
    """
    try:
        yield
    except PrelabelError:
        raise
    except Exception as error:
        raise StorageError(f"{where}: cannot {what}, {_reason(error)}") from error


def _reason(error: Exception) -> str:
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "the disk is full"
    text = (isinstance(error, OSError) and error.strerror) or str(error) or type(error).__name__
    return " ".join(str(text).split())
