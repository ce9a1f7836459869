"""A sink under load in the local cloud: deployed, fed, hurt and audited."""
