"""Clusters: provisioned (Standard and Express), serverless, imported, and what they are told."""
