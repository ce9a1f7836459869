"""Draws pictures: ``python -m picture_gallery [NAME …]``."""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from picture_gallery.dashboard import clients, overview, sixty_brokers, storage
from picture_gallery.page import Page
from picture_gallery.status import status

FOLDER = Path(__file__).parents[2] / "docs/pictures"
PICTURES: Mapping[str, Callable[[], Page]] = {
    "dashboard": overview,
    "dashboard-clients": clients,
    "dashboard-storage": storage,
    "dashboard-sixty-brokers": sixty_brokers,
    "status": status,
}
"""Every picture and what draws it."""
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")


def main(names: Sequence[str]) -> int:
    """Draw the pictures called `names`, or all; 1 and a sentence when that cannot be done."""
    unknown = [name for name in names if name not in PICTURES]
    if unknown:
        print(f"There is no picture {unknown[0]}; there are {', '.join(PICTURES)}.")
        return 1
    browser = next((found for name in _BROWSERS if (found := shutil.which(name))), None)
    if browser is None:
        print("Pictures are drawn with Chromium, which is not here; those in docs/ stay.")
        return 1
    FOLDER.mkdir(exist_ok=True)
    for name in names or PICTURES:
        target = FOLDER / f"{name}.png"
        draw(PICTURES[name](), target, browser)
        print(f"{target.relative_to(FOLDER.parents[1])}: {target.stat().st_size // 1024} KiB")
    return 0


def draw(page: Page, target: Path, browser: str) -> None:
    """Let the browser draw `page` into `target`, in a profile that is gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "page.html"
        source.write_text(page.html, encoding="utf-8")
        subprocess.run(
            [
                browser,
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--hide-scrollbars",
                "--force-device-scale-factor=1",
                f"--user-data-dir={folder}/profile",
                f"--window-size={page.width},{page.height}",
                f"--screenshot={target}",
                source.as_uri(),
            ],
            check=True,
            capture_output=True,
            timeout=120,
        )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
