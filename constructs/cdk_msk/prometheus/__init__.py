"""Amazon Managed Service for Prometheus for clusters with open monitoring."""
