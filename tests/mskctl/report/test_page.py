"""The page as a browser and a reviewer meet it."""

import json
import re
import shutil
import subprocess
import xml.etree.ElementTree as ET
from html.parser import HTMLParser

import pytest

from msk_model.cost import Usage
from mskctl.report.page import page

VOID = {"meta"}
HOSTILE = '<script>alert("x")</script>&\ud800\x00'


class Balance(HTMLParser):
    """Fails on a tag that is closed out of turn, remembers tags and attributes."""

    def __init__(self):
        super().__init__()
        self.open, self.tags, self.addresses = [], set(), []

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.addresses += [value for name, value in attrs if name in {"src", "href"}]
        assert not any(name.startswith("on") for name, _ in attrs)
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def _balanced(text):
    parser = Balance()
    parser.feed(text)
    parser.close()
    assert parser.open == []
    for drawing in re.findall(r"<svg.*?</svg>", text, re.DOTALL):
        ET.fromstring(drawing)
    return parser


def _section(text, name):
    return re.search(rf'<section id="{name}">(.*?)</section>', text, re.DOTALL)[1]


@pytest.fixture
def text(standard, content):
    """The page about the standard deployment."""
    return page(content(standard, title="Orders"))


def test_page_is_balanced_and_needs_nothing_else(text):
    """Every tag is closed; nothing is loaded and nothing runs; links lead to documentation."""
    parser = _balanced(text)
    assert parser.tags.isdisjoint({"script", "link", "img", "iframe", "object"})
    assert all(one.startswith(("#", "https://")) for one in parser.addresses)
    assert "@import" not in text
    assert "url(" not in text


def test_page_is_the_same_every_time(standard, content, text):
    """The same templates on the same day are the same page."""
    assert page(content(standard, title="Orders")) == text


def test_colours_follow_the_reader(text):
    """There is a dark page and one for paper."""
    assert "prefers-color-scheme: dark" in text
    assert "@media print" in text


def test_drawing_shows_vpc_zones_clients_and_sinks(text):
    """The drawing has a box for every zone, client and sink."""
    drawing = _section(text, "deployed")
    for label in ("VPC 10.0.0.0/16", "zone 1: 1 broker", "zone 3: 1 broker", "kafka.m7g.large",
                  "Kafka client orders-service", "writes payments; reads payments", "legacy-shop (SCRAM)", "S3 sink"):  # fmt: skip
        assert label in drawing


def test_capacity_compares_topics_and_load_with_brokers(standard, content):
    """27 replicas leave most of 3000; 20 MB/s are more than three brokers should take."""
    loaded = content(standard, usage=Usage(ingress_mbps=20.0))
    capacity = _section(page(loaded), "capacity")
    assert "27 replicas" in capacity
    assert "3,000 replicas" in capacity
    assert '<span class="good">99 %</span>' in capacity
    assert '<span class="bad">-39 %</span>' in capacity


def _alarms_of_msk(assembly):
    """Logical ids of the alarms whose metrics are of MSK, over all templates."""
    templates = [json.loads(file.read_text()) for file in assembly.glob("*.template.json")]
    resources = [item for template in templates for item in template["Resources"].items()]
    return {
        name
        for name, resource in resources
        if resource["Type"] == "AWS::CloudWatch::Alarm" and "AWS/Kafka" in json.dumps(resource)
    }


def test_cost_findings_alarms_and_access_are_told(standard, text):
    """Each section says what its command says."""
    assert "3 x kafka.m7g.large" in _section(text, "cost")
    assert "No rule is broken" in _section(text, "findings")
    alarms = _section(text, "alarms")
    of_msk = _alarms_of_msk(standard)
    assert len(of_msk) > 10
    assert set(re.findall(r"<tr><td>(\w+)</td>", alarms)) == of_msk
    for word in ("CpuUser, CpuSystem", "PartitionCount", "&gt;= 100000", "once, as Alarms"):
        assert word in alarms
    access = _section(text, "access")
    assert "analytics-*" in access
    assert "legacy-shop" in access
    assert "--previous" in _section(text, "plan")


def test_plan_tells_what_changes_since_the_previous_template(standard, content, tmp_path):
    """A smaller broker size before is a rolling restart now."""
    before = tmp_path / "before"
    shutil.copytree(standard, before)
    file = before / "standard-cluster.template.json"
    file.write_text(file.read_text().replace("kafka.m7g.large", "kafka.m5.large"))
    plan = _section(page(content(standard, previous=before)), "plan")
    assert "rolling-restart" in plan
    assert "&quot;kafka.m5.large&quot;" in plan


def test_hostile_names_are_text(content, tmp_path):
    """Names that are HTML, or no characters at all, are shown and do nothing."""
    cluster = {"Fn::GetAtt": ["Cluster", "Arn"]}
    statement = {"Effect": "Allow", "Action": "kafka-cluster:*", "Resource": [cluster, "*"]}
    resources = {
        "Cluster": {
            "Type": "AWS::MSK::Cluster",
            "Properties": {
                "ClusterName": HOSTILE,
                "KafkaVersion": HOSTILE,
                "NumberOfBrokerNodes": 3,
                "BrokerNodeGroupInfo": {"InstanceType": HOSTILE, "ClientSubnets": [HOSTILE]},
            },
        },
        HOSTILE: {
            "Type": "AWS::MSK::Topic",
            "Properties": {"TopicName": HOSTILE, "PartitionCount": 1, "ClusterArn": cluster},
        },
        "Role": {
            "Type": "AWS::IAM::Role",
            "Properties": {
                "RoleName": HOSTILE,
                "Description": HOSTILE,
                "Policies": [{"PolicyDocument": {"Statement": statement}}],
            },
        },
        "Mapping": {
            "Type": "AWS::Lambda::EventSourceMapping",
            "Properties": {"EventSourceArn": cluster, "Topics": [HOSTILE]},
        },
        "Alarm": {
            "Type": "AWS::CloudWatch::Alarm",
            "Properties": {"Namespace": "AWS/Kafka", "MetricName": HOSTILE, "Threshold": HOSTILE},
        },
    }
    file = tmp_path / "t.json"
    file.write_text(json.dumps({"Resources": resources}))
    text = page(content(file, title=HOSTILE))
    assert "script" not in _balanced(text).tags
    text.encode("utf-8")
    assert "&lt;script&gt;" in text


@pytest.mark.skipif(
    shutil.which("chromium") is None, reason="chromium is not installed: apt-get install chromium"
)
def test_browser_shows_the_page(text, tmp_path):
    """Chromium renders all sections and finds nothing to complain about."""
    file = tmp_path / "report.html"
    file.write_text(text, encoding="utf-8")
    done = subprocess.run(
        ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr",
         f"--user-data-dir={tmp_path / 'profile'}", "--dump-dom", file.as_uri()],
        capture_output=True, text=True, check=True, timeout=600,
    )  # fmt: skip
    assert done.stdout.count("<section") == 7
    assert "CONSOLE" not in done.stderr
