"""An archive of web archives: the same pipeline on a distributed engine, Parquet out (docs/archive.md).

A shard goes in, one Parquet file comes out, under a temporary name until it is whole; a shard whose file is there is done. That alone makes any
engine safe: whatever dies, the same command does what is missing. Daft hands the shards to processes, on this machine or on a cluster of Ray, and
groups what goes over all pages.
"""

from onrecord.archive.finish import Finished, finish, read_across
from onrecord.archive.load import load
from onrecord.archive.run import Report, archive
from onrecord.archive.sample import Forecast, sample
from onrecord.archive.setting import Setting

__all__ = ["Finished", "Forecast", "Report", "Setting", "archive", "finish", "load", "read_across", "sample"]
