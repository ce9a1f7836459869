"""Many topics of one cluster: from files, under a policy, in an order that can be deployed."""
