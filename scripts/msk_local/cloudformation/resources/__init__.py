"""The provisioners, one per resource type, grouped by service."""
