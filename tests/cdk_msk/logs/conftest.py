"""Lines as Kafka writes them, with the addresses and names of nobody.

Those dated 2026-11-23 are the words of a broker of Apache Kafka 4.3; the others follow its source.
"""

import pytest

LINES = {
    "denied by ACLs of ZooKeeper": (
        "[2026-03-02 10:11:12,131] INFO Principal = User:billing is Denied Operation = Describe "
        "from host = 10.0.1.7 on resource = Topic:LITERAL:orders for request = Metadata with "
        "resourceRefCount = 1 (kafka.authorizer.logger)"
    ),
    "denied by ACLs of KRaft": (
        "[2026-03-02 10:11:12,131] INFO Principal = User:CN=orders,OU=Shop floor is Denied "
        "operation = WRITE from host = 10.0.1.8 on resource = Topic:LITERAL:orders for request = "
        "Produce with resourceRefCount = 1 based on rule DefaultDeny (kafka.authorizer.logger)"
    ),
    "denied by an old version": (
        "[2020-06-03 14:25:26,298] INFO Principal = User:shop is Denied Operation = Describe from "
        "host = 10.0.1.9 on resource = Topic:LITERAL:test (kafka.authorizer.logger)"
    ),
    "allowed": (
        "[2026-03-02 10:11:12,131] DEBUG Principal = User:billing is Allowed operation = READ from "
        "host = 10.0.1.7 on resource = Topic:LITERAL:orders for request = Fetch with "
        "resourceRefCount = 1 based on rule MatchingAcl(acl=…) (kafka.authorizer.logger)"
    ),
    "no handshake": (
        "[2026-03-02 10:11:12,131] INFO [SocketServer listenerType=BROKER, nodeId=1] Failed "
        "authentication with /10.0.1.7 (channelId=10.0.0.4:9094-10.0.1.7:40112-3) (SSL handshake "
        "failed) (org.apache.kafka.common.network.Selector)"
    ),
    "wrong password": (
        "[2026-11-23 11:47:26,561] INFO [SocketServer listenerType=BROKER, nodeId=1] Failed "
        "authentication with /10.0.1.7 (channelId=10.0.0.4:9096-10.0.1.7:38340-3-2) "
        "(Authentication failed: Invalid username or password) "
        "(org.apache.kafka.common.network.Selector)"
    ),
    "session ended": (
        "[2026-11-23 11:47:26,561] INFO [SocketServer listenerType=BROKER, nodeId=1] Failed "
        "re-authentication with /10.0.1.7 (channelId=10.0.0.4:9096-10.0.1.7:38340-3-2) "
        "(Authentication failed: Invalid username or password) "
        "(org.apache.kafka.common.network.Selector)"
    ),
    "signed in": (
        "[2026-03-02 10:11:12,131] DEBUG [SocketServer listenerType=BROKER, nodeId=1] Successfully "
        "authenticated with /10.0.1.7 (org.apache.kafka.common.network.Selector)"
    ),
    "error": (
        "[2026-03-02 10:11:12,131] ERROR [ReplicaManager broker=1] Error processing append "
        "operation on partition orders-0 (kafka.server.ReplicaManager)\n"
        "org.apache.kafka.common.errors.KafkaStorageException: Disk error"
    ),
    "fatal": "[2026-03-02 10:11:12,131] FATAL Exiting Kafka. (kafka.Kafka$)",
    "port scan": (
        "[2026-03-02 10:11:12,131] ERROR Closing socket for 10.0.0.4:9092-10.0.1.7:40112-5 because "
        "of error (kafka.network.Processor)\n"
        "org.apache.kafka.common.errors.InvalidRequestException: Error parsing request header."
    ),
    "not Kafka": (
        "[2026-03-02 10:11:12,131] ERROR Exception while processing request from "
        "10.0.0.4:9092-10.0.1.7:40112-5 (kafka.network.Processor)"
    ),
    "new topic": (
        "[2026-03-02 10:11:12,131] ERROR [ReplicaFetcher replicaId=2, leaderId=1, fetcherId=0] "
        "Error for partition orders-3 at offset 0 (kafka.server.ReplicaFetcherThread)\n"
        "org.apache.kafka.common.errors.UnknownTopicOrPartitionException: This server does not "
        "host this topic-partition."
    ),
    "a word": (
        "[2026-03-02 10:11:12,131] INFO [GroupCoordinator 1]: Member ERROR-1 in group errors has "
        "left (kafka.coordinator.group.GroupCoordinator)"
    ),
    "shrunk": (
        "[2026-03-02 10:11:12,131] INFO [Partition orders-3 broker=1] Shrinking ISR from 1,2,3 to "
        "1,2. Leader: (highWatermark: 40, endOffset: 52, replicaEpoch: 9). (kafka.cluster.Partition)"
    ),
    "elected": (
        "[2026-11-23 11:47:26,431] INFO [Broker id=1] Leader orders-3 with topic id Some(Zk0A) "
        "starts at leader epoch 5 from offset 40 with partition epoch 9, high watermark 40, ISR "
        "[1,2], adding replicas [] and removing replicas [] . Previous leader Some(2) and previous "
        "leader epoch was 4. (state.change.logger)"
    ),
    "a new partition": (
        "[2026-11-23 11:47:26,431] INFO [Broker id=1] Leader orders-0 with topic id Some(Zk0A) "
        "starts at leader epoch 0 from offset 0 with partition epoch 0, high watermark 0, ISR [1], "
        "adding replicas [] and removing replicas [] . Previous leader None and previous leader "
        "epoch was -1. (state.change.logger)"
    ),
    "controller of ZooKeeper": (
        "[2026-03-02 10:11:12,131] INFO [Controller id=1] 1 successfully elected as the "
        "controller. Epoch incremented to 7 (kafka.controller.KafkaController)"
    ),
    "controller of KRaft": (
        "[2026-03-02 10:11:12,131] INFO [QuorumController id=3001] Becoming the active controller "
        "at epoch 7, next write offset 4711. (org.apache.kafka.controller.QuorumController)"
    ),
    "rebalance": (
        "[2026-03-02 10:11:12,131] INFO [GroupCoordinator 1]: Preparing to rebalance group audit "
        "in state PreparingRebalance with old generation 12 (__consumer_offsets-7) (reason: "
        "removing member c-1 on heartbeat expiration) (kafka.coordinator.group.GroupCoordinator)"
    ),
    "rebalance of KRaft": (
        "[2026-11-23 11:47:36,708] INFO [GroupCoordinator id=1 topic=__consumer_offsets "
        "partition=43] Preparing to rebalance group audit in state PreparingRebalance with old "
        "generation 1 (reason: explicit `LeaveGroup` request for (c-1) members.). "
        "(org.apache.kafka.coordinator.group.GroupMetadataManager)"
    ),
}


@pytest.fixture(scope="session")
def lines() -> dict[str, str]:
    """Events of the logs by what they are."""
    return LINES
