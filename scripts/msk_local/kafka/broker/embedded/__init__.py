"""A small Kafka broker in Python, for machines without Java.

It keeps records in memory and plays all brokers of a cluster at one port. It has no transactions,
no compaction and no replication: the protocol's promises to clients otherwise hold.
"""

VERSION = "0.1"
