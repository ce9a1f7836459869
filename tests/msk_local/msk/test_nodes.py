"""ListNodes."""


def test_brokers_are_spread_over_the_subnets(account):
    """Six brokers in three subnets: two in each, every one with an address of its subnet."""
    arn = account.create(NumberOfBrokerNodes=6)
    nodes = account.kafka.list_nodes(ClusterArn=arn)["NodeInfoList"]
    brokers = [node["BrokerNodeInfo"] for node in nodes]
    assert [broker["BrokerId"] for broker in brokers] == [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]
    assert [broker["ClientSubnet"] for broker in brokers] == account.subnets * 2
    assert len({broker["ClientVpcIpAddress"] for broker in brokers}) == 6
    assert brokers[3]["ClientVpcIpAddress"].startswith("10.0.0.")
    assert len({node["NodeARN"] for node in nodes}) == 6
