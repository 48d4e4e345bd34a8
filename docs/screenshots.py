"""Take the pictures of the pages from a rehearsal: `make screenshots`, or with `ARGS='--all FOLDER'` every one."""

import argparse
import asyncio
import io
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from PIL import Image
from playwright.async_api import Browser, Page, async_playwright

ROOT = Path(__file__).parents[1]
PICTURES = ROOT / "docs" / "pictures"
CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
Scheme = Literal["light", "dark"]
HEIGHTS = {1440: 900, 1024: 768, 360: 740}
PAGES = ("stage", "queue", "tip", "drafts", "draft", "network", "reports", "status")
CHOSEN = (("stage", 1440), ("queue", 1440), ("tip", 1440), ("draft", 1440), ("stage", 360), ("tip", 360))
# Photos further down load when they are scrolled to, so none is waited for longer than a moment.
PHOTOS_SHOWN = """Promise.race([
    Promise.all([...document.images].map((image) => image.decode().catch(() => {}))),
    new Promise((done) => setTimeout(done, 1000)),
])"""
CARDS = "#group .message:nth-of-type(9)"  # the waiting tips of the sample have reached the moderators' group


@dataclass(frozen=True)
class Look:
    """How a page is looked at."""

    width: int
    scheme: Scheme = "light"
    locale: str = "vi"

    def name(self, page: str) -> str:
        marks: list[str] = [self.scheme] if self.scheme != "light" else []
        marks += [self.locale] if self.locale != "vi" else []
        return "-".join([page, str(self.width), *marks]) + ".png"


SCHEMES: tuple[Scheme, ...] = ("light", "dark")
LOOKS = [
    *(Look(width, scheme) for width in HEIGHTS for scheme in SCHEMES),
    *(Look(width, locale="en") for width in (1440, 360)),
]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--all", type=Path, metavar="FOLDER", help="every page in every size and look into a folder")
    folder = parser.parse_args().all
    with rehearsing() as address:
        asyncio.run(take(address, folder))


@contextmanager
def rehearsing() -> Iterator[str]:
    """Start a rehearsal on free ports in a folder of its own and give its address."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "bot", "rehearse", "--port", "0", "--telegram-port", "0", "--data-dir", folder]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 - our own
            assert process.stdout is not None  # noqa: S101 - it was asked for
            try:
                yield process.stdout.readline().strip().removesuffix("/stage")
            finally:
                process.terminate()
                process.wait(20)


async def take(address: str, folder: Path | None) -> None:
    """Take the chosen pictures, or all of them into `folder`."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        wanted = [(look, PAGES) for look in LOOKS] if folder else _chosen()
        for look, pages in wanted:
            await _take_look(browser, address, look, pages, folder or PICTURES)
        await browser.close()


def _chosen() -> list[tuple[Look, tuple[str, ...]]]:
    widths = dict.fromkeys(width for _, width in CHOSEN)
    return [(Look(width), tuple(page for page, at in CHOSEN if at == width)) for width in widths]


async def _take_look(browser: Browser, address: str, look: Look, pages: tuple[str, ...], folder: Path) -> None:
    context = await browser.new_context(
        viewport={"width": look.width, "height": HEIGHTS[look.width]}, color_scheme=look.scheme, locale=look.locale
    )
    page = await context.new_page()
    await page.goto(f"{address}/stage?lang={look.locale}")
    await page.locator(CARDS).wait_for(state="attached")
    for name in pages:
        await _open(page, address, name)
        _keep(await page.screenshot(), folder / look.name(name))
        print(folder / look.name(name))
    await context.close()


async def _open(page: Page, address: str, name: str) -> None:
    if name == "stage":
        await page.frame_locator("iframe").locator("h1").first.wait_for(state="attached")
    elif name in {"tip", "draft"}:
        await page.goto(f"{address}/{'queue' if name == 'tip' else 'drafts'}")
        reference = await page.locator("#rows .row .ref").first.inner_text()
        await page.goto(f"{address}/{name}s/{reference}")
    else:
        await page.goto(f"{address}/{name}")
    await page.evaluate(PHOTOS_SHOWN)


def _keep(png: bytes, path: Path) -> None:
    """Keep a picture small: its few colours in a palette."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with Image.open(io.BytesIO(png)) as image:
        image.convert("RGB").quantize(256, dither=Image.Dither.NONE).save(path, optimize=True)


if __name__ == "__main__":
    main()
