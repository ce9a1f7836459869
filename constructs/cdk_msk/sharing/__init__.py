"""Clusters for others: other accounts, services and networks."""
