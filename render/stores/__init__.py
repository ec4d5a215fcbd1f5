"""Where a dataset goes: a folder, or an object store behind an fsspec URL such as ``s3://bucket/run``."""

from render.stores.store import READABLE, Store, is_url, open_store, place_of

__all__ = ["READABLE", "Store", "is_url", "open_store", "place_of"]
