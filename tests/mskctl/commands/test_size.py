"""`mskctl size` as an operator meets it."""

import json
import xml.etree.ElementTree as ET

import pytest

from mskctl.cli import main


@pytest.fixture
def run(monkeypatch, capsys):
    def _run(*arguments):
        monkeypatch.setattr("sys.argv", ["mskctl", "size", *map(str, arguments)])
        with pytest.raises(SystemExit) as end:
            main()
        return end.value.code, *capsys.readouterr()

    return _run


def test_cheapest_of_each_family_is_shown(run):
    """A ranked table names size, count, volume, cost, the limiting equation and headroom."""
    code, out, err = run("--ingress-mbps", 45, "--egress-mbps", 90, "--retention-hours", 24)
    assert (code, err) == (0, "")
    first = next(line for line in out.splitlines() if line.startswith("1 "))
    for cell in ("express-m7g", "3 x express.m7g.large", "2,464.92", "recommended ingress", "4 %"):
        assert cell in first
    assert len(out.splitlines()) == 2 + 4


def test_json_has_the_documented_shape(run):
    """Machines get every number and its origin."""
    code, out, _ = run("--ingress-mbps", 45, "--all", "--json")
    answer = json.loads(out)
    assert code == 0
    assert set(answer) == {"demand", "prices", "choices", "refusals"}
    assert len(answer["choices"]) > 10
    choice = answer["choices"][0]
    assert set(choice) == {
        "rank", "family", "broker_size", "broker_count", "volume_gib", "volume_throughput_mibps",
        "monthly_usd", "carries_times", "limiting", "limits", "costs",
    }  # fmt: skip
    assert set(choice["limiting"]) == {
        "id", "equation", "load", "capacity", "unit", "headroom_percent", "source",
    }  # fmt: skip
    assert choice["monthly_usd"] == pytest.approx(
        sum(c["monthly_usd"] for c in choice["costs"]), abs=0.01
    )


def test_impossible_load_ends_with_one(run):
    """Each family says which equation stops it."""
    code, out, err = run("--ingress-mbps", 20_000)
    assert (code, err) == (1, "")
    lines = out.splitlines()
    assert [line.split(":")[0] for line in lines] == [
        "not standard-m5", "not standard-m7g", "not express-m7g", "not serverless",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--ingress-mbps", "nan"), "ingress_mbps: value must be a number"),
        (("--ingress-mbps", "1", "--zones", "4"), "zones: value must be 2 or 3, got 4"),
        (
            ("--ingress-mbps", "1", "--prices", "missing.toml"),
            "missing.toml: file must be readable",
        ),
        (("--ingress-mbps", "0", "--plot", "a.svg"), "must be above 0 for a plot"),
        (("--ingress-mbps", "1", "--plot", "none/a.svg"), "none/a.svg: file must be writable"),
    ],
)
def test_wrong_request_is_one_line(run, tmp_path, monkeypatch, arguments, message):
    """It ends with 2, without a traceback."""
    monkeypatch.chdir(tmp_path)
    code, _, err = run(*arguments)
    assert code == 2
    assert err.startswith("mskctl: ")
    assert message in err
    assert err.count("\n") == 1


def test_stated_price_is_counted_with(run, tmp_path):
    """A file with one price changes what that costs."""
    prices = tmp_path / "prices.toml"
    prices.write_text('[prices]\n"express.m7g.large" = 0\n')
    _, out, _ = run("--ingress-mbps", 1, "--prices", prices, "--json")
    assert json.loads(out)["choices"][0]["broker_size"] == "express.m7g.large"


@pytest.mark.parametrize("text", ["[prices", "x = 1", '[prices]\n"kafka.m7g.lage" = 1'])
def test_unusable_prices_are_refused(run, tmp_path, text):
    """What is no table of prices is named with its fault."""
    prices = tmp_path / "prices.toml"
    prices.write_text(text)
    code, _, err = run("--ingress-mbps", 1, "--prices", prices)
    assert (code, err.count("\n")) == (2, 1)
    assert "kafka.m7g.large" in err or "lage" not in text


def test_plot_draws_all_families_in_light_and_dark(run, tmp_path):
    """The file is well-formed SVG with a line for each kind, inside its frame."""
    plot = tmp_path / "size.svg"
    assert run("--ingress-mbps", 60, "--plot", plot)[0] == 0
    root = ET.fromstring(plot.read_text())
    names = [text.text for text in root.iter("{http://www.w3.org/2000/svg}text")]
    assert {"Standard", "Express", "Serverless"} <= set(names)
    assert "prefers-color-scheme: dark" in plot.read_text()
    _, _, width, height = map(float, root.attrib["viewBox"].split())
    for line in root.iter("{http://www.w3.org/2000/svg}polyline"):
        for point in line.attrib["points"].split():
            x, y = map(float, point.split(","))
            assert 0 <= x <= width
            assert 0 <= y <= height


def test_help_shows_examples(run):
    """One can copy from it."""
    code, out, _ = run("--help")
    assert code == 0
    assert "mskctl size --ingress-mbps 45" in out
