"""The pictures of the dashboard, before a browser draws them."""

import re
from html.parser import HTMLParser

import pytest

from picture_gallery.cards import markdown
from picture_gallery.dashboard import clients, overview, sixty_brokers, storage


class Tags(HTMLParser):
    """Counts what is opened and never closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag not in {"meta", "br"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("draw", [overview, clients, storage, sixty_brokers])
def test_pages_are_whole(draw):
    """Every element is closed, every number is one, and nothing is fetched from anywhere."""
    page = draw()
    tags = Tags()
    tags.feed(page.html)
    tags.close()
    assert tags.open == []
    assert not re.search(r"\bnan\b|\binf\b|None", page.html)
    assert not re.search(r"<(img|script|link)\b", page.html)
    assert page.width == 1210
    assert 500 < page.height < 3000


def test_each_page_shows_its_part_of_the_story():
    """The overview is red where the alarms are; the group and the broker are named."""
    first = overview().html
    assert first.count("In alarm") == 3
    assert "How far behind?" in first
    assert "Broker 4" in first
    assert "billing on orders" in clients().html
    assert "Data volumes" in storage().html


def test_sixty_brokers_stay_readable():
    """Ten lines and their average in a graph, the hot broker among them."""
    html = sixty_brokers().html
    assert html.count("Average of all") == 6
    assert "Broker 4<" in html
    assert html.count("<polyline") == 6 * 11


def test_markdown_of_text_panels():
    """Headings, lists, bold and links."""
    assert markdown("## One\n- **Two** & [three](https://x.example)") == (
        '<h2>One</h2>\n<li><b>Two</b> &amp; <a href="https://x.example">three</a></li>'
    )
