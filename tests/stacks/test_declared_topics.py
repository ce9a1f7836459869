"""Topics of a deployment file and of the folder that it names."""

import pytest

from stacks.deployment_file import DeploymentError, load

DEPLOYMENT = """
name: shop
cluster: {type: standard, broker_size: kafka.m7g.large}
topic_files: topics
topics: [{name: orders, partition_count: 1}]
"""


@pytest.fixture
def faults_of(tmp_path):
    """Writes a deployment file with topic files beside it, and gives what is wrong with them."""

    def faults(**files):
        (tmp_path / "shop.yaml").write_text(DEPLOYMENT)
        for name, text in files.items():
            (tmp_path / "topics").mkdir(exist_ok=True)
            (tmp_path / "topics" / f"{name}.yaml").write_text(text)
        with pytest.raises(DeploymentError) as refused:
            load(str(tmp_path / "shop.yaml"))
        return [
            (fault.path.replace(f"{tmp_path}/", ""), fault.message)
            for fault in refused.value.faults
        ]

    return faults


def test_a_missing_folder_is_named(faults_of):
    """There is no field in it to name."""
    message = "must be a folder of topic files; create it, or name another"
    assert faults_of() == [("topics", message)]


def test_a_file_that_is_no_yaml_is_named_with_its_line(faults_of):
    """The folder is read with the deployment file, before anything is synthesized."""
    ((place, _),) = faults_of(team="topics: [")
    assert place == "topics/team.yaml: line 1, column 10"


def test_names_differ_across_the_file_and_the_folder(faults_of):
    """Both declare topics of one cluster."""
    ((place, message),) = faults_of(team="topics: [{name: orders, partition_count: 1}]")
    assert place == "topics/team.yaml: topics[0].name"
    assert message.startswith("must differ from 'orders'")
