"""What `mskctl sink` knows of S3 sinks: their ledgers, objects, topics and failure queues."""
