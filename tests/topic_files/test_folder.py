"""Folders of topic files."""

import pytest

from msk_model import Severity
from msk_model.topic_policy import TopicPolicy
from topic_files import TopicFilesError, read_folder, read_policy, write_folder

ORDERS = """
owner: team-orders
topics:
  - {name: orders, partition_count: 6, configs: {retention.ms: 7 days}}
  - {name: returns, partition_count: 3, replication_factor: 1}
"""
BILLING = "topics: [{name: invoices, plan: gold, owner: team-billing}]"
POLICY = (
    "{owner_required: true, plans: {gold: {partition_count: 3}, other: {}}, default_plan: other}"
)


@pytest.fixture
def write(tmp_path):
    """Writes files into a folder and gives the folder."""

    def write(**files):
        for name, text in files.items():
            path = tmp_path / name.replace("__", "/")
            path.parent.mkdir(exist_ok=True)
            path.with_suffix(".yaml").write_text(text)
        return tmp_path

    return write


def faults_of(folder, **options):
    with pytest.raises(TopicFilesError) as error:
        read_folder(folder, **options)
    return [str(fault).replace(f"{folder}/", "") for fault in error.value.faults]


def test_a_folder_is_all_its_files(write):
    """Files of folders below count too; the policy is no file of topics but holds for all."""
    found = read_folder(write(orders=ORDERS, teams__billing=BILLING, policy=POLICY))
    assert [(one.name, one.owner, one.plan) for one in found.topics] == [
        ("orders", "team-orders", "other"),
        ("returns", "team-orders", "other"),
        ("invoices", "team-billing", "gold"),
    ]
    assert found.topics[2].shape.partition_count == 3
    assert found.policy.owner_required


def test_what_will_be_regretted_is_a_warning(write):
    """A single copy is allowed, and said."""
    (warning,) = read_folder(write(orders=ORDERS)).warnings
    assert warning.severity is Severity.WARNING
    assert "topics[1].replication_factor (returns) must" in str(warning)


def test_a_policy_that_is_given_takes_the_place_of_the_folders(write):
    """Then the folder's own is not even read."""
    found = read_folder(write(orders=ORDERS, policy="no policy at all"), policy=TopicPolicy())
    assert not found.policy.owner_required


def test_faults_of_all_files_come_at_once(write):
    """Syntax, form, rules of Kafka and of the policy, each with its file."""
    folder = write(
        broken="topics: [",
        form="topics: [{name: x, partition_count: many}]",
        kafka="topics: [{name: a b, partition_count: 1}]",
        owner="topics: [{name: y, partition_count: 1}]",
        twice="topics: [{name: z, name: z}]",
        policy="{owner_required: true, plan: {}}",
    )
    faults = faults_of(folder)
    assert [fault.partition(":")[0] for fault in faults] == [
        "policy.yaml",
        "broken.yaml",
        "form.yaml",
        "twice.yaml",
        "kafka.yaml",
        "form.yaml",
        "kafka.yaml",
        "owner.yaml",
    ]
    assert faults[0] == "policy.yaml: plan must be a known field; did you mean plans?"
    assert faults[1].startswith("broken.yaml: line 1, column 10 must be YAML;")
    assert faults[3].endswith("the key 'name' stands here twice")


@pytest.mark.parametrize("text", ["owner: !!bool a", "owner: !!timestamp a", "owner: 2026-13-01"])
def test_a_value_that_does_not_fit_its_tag_is_a_fault(write, text):
    """The file is named, as for any other YAML that is none."""
    (fault,) = faults_of(write(orders=text))
    assert fault.startswith("orders.yaml: must be YAML; ")


def test_what_is_deployed_already_may_break_rules(write):
    """It is a warning then; only files that cannot be read are refused."""
    folder = write(orders="topics: [{name: a b}]", policy="{owner_required: true}")
    found = read_folder(folder, enforced=False)
    assert [one.name for one in found.topics] == ["a b"]
    assert len(found.warnings) == 3
    write(orders="topics: [{name: a, partition_count: many}]")
    assert "partition_count must" in faults_of(folder, enforced=False)[0]


def test_two_files_cannot_declare_the_same_topic(write):
    """Both places are named."""
    one = "topics: [{name: orders, partition_count: 1}]"
    (fault,) = faults_of(write(a=one, b=one))
    assert fault.startswith("b.yaml: topics[0].name must differ from 'orders' in ")


def test_files_that_cannot_be_read_are_faults(write, tmp_path):
    """A folder that is none, and bytes that are no text."""
    assert faults_of(tmp_path / "none") == [
        f"{tmp_path}/none: must be a folder of topic files; create it, or name another"
    ]
    (tmp_path / "binary.yaml").write_bytes(b"\xff\xfe\x00")
    assert "must be UTF-8 text" in faults_of(tmp_path)[0]


@pytest.mark.parametrize("text", ["name: 2026-13-45", "a: !!python/object:os.x {}", "? [a]\n: b"])
def test_strange_yaml_is_a_fault_and_no_crash(write, text):
    """Dates that are none, foreign tags and keys that are no text."""
    assert faults_of(write(strange=text))


def test_a_policy_of_its_own_file(write):
    """A policy shared by folders is read by itself."""
    folder = write(policy=POLICY, wrong="{owner_required: maybe}")
    assert read_policy(folder / "policy.yaml").default_plan == "other"
    with pytest.raises(TopicFilesError, match="owner_required must be true or false"):
        read_policy(folder / "wrong.yaml")
    with pytest.raises(TopicFilesError, match="must be readable"):
        read_policy(folder / "none.yaml")


def test_what_is_written_reads_back(write, tmp_path):
    """One file for each owner, and the same topics; owners alike in their file share it."""
    topics = read_folder(
        write(
            orders=ORDERS,
            billing=BILLING.replace(", plan: gold", ", partition_count: 3"),
            nobody="topics: [{name: x, partition_count: 1}]",
            alike=(
                "topics: [{name: y, partition_count: 1, owner: policy},"
                "{name: v, partition_count: 1, owner: a b},"
                "{name: w, partition_count: 1, owner: a-b}]"
            ),
        )
    ).topics
    files = write_folder(tmp_path / "written", topics)
    assert [file.name for file in files] == [
        "a-b.yaml",
        "policy-topics.yaml",
        "team-billing.yaml",
        "team-orders.yaml",
        "unowned.yaml",
    ]
    again = read_folder(tmp_path / "written").topics
    assert {(one.name, one.owner) for one in again} == {(one.name, one.owner) for one in topics}
    assert {one.name: one.shape for one in again} == {one.name: one.shape for one in topics}
    assert "retention.ms: 7 days" in (tmp_path / "written/team-orders.yaml").read_text()


def test_nothing_is_overwritten(write, tmp_path):
    """A folder with such a file stays as it is."""
    topics = read_folder(write(orders=ORDERS)).topics
    write_folder(tmp_path / "written", topics)
    with pytest.raises(TopicFilesError, match="must not exist yet"):
        write_folder(tmp_path / "written", topics)
    with pytest.raises(TopicFilesError, match="must be writable"):
        write_folder(tmp_path / "orders.yaml" / "below", topics)


def test_what_a_fault_quotes_is_short(write):
    """A few aliases can stand for gigabytes of text, which nobody wants to read."""
    lines = [f"x{n}: &x{n} [{', '.join([f'*x{n - 1}'] * 9 if n else ['x'] * 9)}]" for n in range(9)]
    faults = faults_of(write(bomb="\n".join([*lines, "topics: *x8"])))
    assert len(faults) > 9
    assert max(map(len, faults)) < 1000
