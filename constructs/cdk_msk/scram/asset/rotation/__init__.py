"""Rotates the password of a Kafka client, between two Kafka users."""
