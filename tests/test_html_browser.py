"""Pages in a real browser: nothing is asked for, no label is cut, and everybody can use them.

They need Chromium and `pip install ".[browser]"`; SCALEMERIT_CHROMIUM names another browser.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from html_pages import ELEARNING, GOLDENS, large_scenario, odd_scenario
from running import ROOT, run

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")

CHROMIUM = os.environ.get("SCALEMERIT_CHROMIUM") or shutil.which("chromium")
if CHROMIUM is None:
    pytest.skip("there is no Chromium", allow_module_level=True)

ALONE = ("gpu", "quic", "background-networking", "component-update", "sync")  # without these
# Texts of charts that stand outside of their drawing or on each other; a page that is too wide.
CUT = """() => {
  const found = [];
  for (const svg of document.querySelectorAll("svg.chart")) {
    const { width, height } = svg.viewBox.baseVal, before = [];
    for (const text of svg.querySelectorAll("text")) {
      const box = text.getBBox(), shown = text.textContent;
      if (box.x < -0.5 || box.y < -0.5 || box.x + box.width > width + 0.5
          || box.y + box.height > height + 0.5) found.push(["outside", shown]);
      for (const [other, words] of before)
        if (box.x < other.x + other.width && other.x < box.x + box.width
            && box.y + 3 < other.y + other.height - 3 && other.y + 3 < box.y + box.height - 3)
          found.push(["on another", shown, words]);
      before.push([box, shown]);
    }
  }
  for (const cell of document.querySelectorAll("th, td, dd, dt"))
    if (cell.scrollWidth > cell.clientWidth + 1)
      found.push(["wider than its cell", cell.textContent]);
  if (document.documentElement.scrollWidth > innerWidth) found.push(["wider than the window"]);
  return found;
}"""
FEW_RULES = ("--rules", "quantity,equal,population,separate_cost")
MANY_RULES = (FEW_RULES[0], f"{FEW_RULES[1]},equal_saving,shapley,separable,tau")
PAGES = {
    "compare": ("compare", ELEARNING, "--lang", "ja"),
    "large": ("compare", "large.yaml", "--lang", "ja"),
    "odd": ("compare", "odd.yaml", "--lang", "en"),
    "loss": ("compare", str(GOLDENS / "loss.yaml"), "--lang", "en"),
    "several": ("compare", str(GOLDENS / "several.yaml"), "--lang", "ja"),
    "dollars": ("compare", str(GOLDENS / "dollars.yaml"), "--lang", "en"),
    "explain": ("explain", ELEARNING, "--lang", "ja"),
    "allocate": ("allocate", ELEARNING, "--rules", "all", "--lang", "en"),
    "join": ("join", ELEARNING, "--lang", "ja"),
    "diff": ("diff", ELEARNING, str(GOLDENS / "loss.yaml"), "--lang", "en"),
    "explain odd": ("explain", "odd.yaml", "--lang", "en"),
    "explain large": ("explain", "plain.yaml", "--lang", "ja"),
    "allocate odd": ("allocate", "odd.yaml", "--rules", "all", "--lang", "ja"),
    "allocate large": (
        "allocate",
        "plain.yaml",
        *FEW_RULES,
        "--arrangement",
        "own",
        "--lang",
        "ja",
    ),
    "allocate across": ("allocate", "plain.yaml", *MANY_RULES, "--arrangement", "own"),
    "join odd": ("join", "odd.yaml", "--lang", "ja"),
    "join large": ("join", "plain.yaml", "--lang", "en"),
    "join uncertain": ("join", "uncertain.yaml", "--lang", "en"),
    "diff large": ("diff", "plain.yaml", "large.yaml", "--lang", "ja"),
    "diff odd": ("diff", "uncertain.yaml", "odd.yaml", "--lang", "ja"),
    "batch": ("batch", str(ROOT / "scenarios"), "missing.yaml", "--lang", "ja"),
}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with playwright.sync_playwright() as driver:
        found = driver.chromium.launch(
            executable_path=CHROMIUM,
            chromium_sandbox=False,
            args=[f"--disable-{one}" for one in ALONE],
        )
        yield found
        found.close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with every page in it."""
    found = tmp_path_factory.mktemp("pages")
    (found / "large.yaml").write_text(large_scenario(), encoding="utf-8")
    (found / "plain.yaml").write_text(large_scenario(vendors=1), encoding="utf-8")
    (found / "odd.yaml").write_text(odd_scenario(), encoding="utf-8")
    (found / "uncertain.yaml").write_text(odd_scenario(join="60%"), encoding="utf-8")
    for name, arguments in PAGES.items():
        asked = [str(found / one) if (found / one).is_file() else one for one in arguments]
        run(*asked, "--format", "html", "--output", str(found / f"{name}.html"))
    return found


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("width", [360, 1000])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_page_asks_for_nothing_and_no_label_is_cut(
    browser: Browser, folder: Path, name: str, scheme: str, width: int
) -> None:
    window = {"width": width, "height": 800}
    with browser.new_context(color_scheme=scheme, viewport=window) as context:
        page = context.new_page()
        heard = listened(page)
        page.goto((folder / f"{name}.html").as_uri())
        cut = page.evaluate(CUT)
    assert (heard, cut) == ([], [])


def listened(page: Page) -> list[str]:
    """What the page says on its console, and what it asks for beside itself; filled as it does."""
    heard: list[str] = []
    page.on("console", lambda message: heard.append(message.text))
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.on("request", lambda request: heard.append(request.url))
    page.once("framenavigated", lambda frame: heard.remove(frame.url))
    return heard


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_to_object_to(
    browser: Browser, folder: Path, name: str, scheme: str
) -> None:
    # The page itself lets no script run, so that axe is let past what it says.
    with browser.new_context(color_scheme=scheme, bypass_csp=True) as context:
        page = context.new_page()
        page.goto((folder / f"{name}.html").as_uri())
        found = axe.Axe().run(page).response["violations"]
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []


def test_a_script_in_a_name_does_not_run(browser: Browser, folder: Path) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        opened: list[str] = []
        page.on("dialog", lambda dialog: opened.append(dialog.message))
        page.goto((folder / "odd.html").as_uri())
        assert opened == []
        assert page.locator("script, img").count() == 0


def test_the_keyboard_reaches_what_can_be_scrolled(browser: Browser, folder: Path) -> None:
    with browser.new_context(viewport={"width": 360, "height": 800}) as context:
        page = context.new_page()
        page.goto((folder / "compare.html").as_uri())
        for _ in range(page.locator("nav a").count() + 1):
            page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "wide"
        page.keyboard.press("ArrowRight")
        scrolled = "document.activeElement.scrollLeft > 0"
        # The page's policy forbids the evaluation by which playwright waits for a condition.
        for _ in range(100):
            if page.evaluate(scrolled):
                break
            page.wait_for_timeout(50)
        assert page.evaluate(scrolled)


@pytest.mark.parametrize("name", PAGES)
def test_on_paper_charts_are_whole_and_nothing_is_cut(
    browser: Browser, folder: Path, name: str
) -> None:
    # A4 within its margins: 180 x 267 mm are 680 x 1009 px; reports with wide tables lie across
    path = folder / f"{name}.html"
    across = "size:A4 landscape" in path.read_text(encoding="utf-8")
    width, height = (1009, 680) if across else (680, 1009)
    with browser.new_context(viewport={"width": width, "height": height}) as context:
        page = context.new_page()
        page.goto(path.as_uri())
        page.emulate_media(media="print")
        heights = page.eval_on_selector_all("svg", "all => all.map(one => one.clientHeight)")
        assert max(heights, default=0) <= height
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.pdf(prefer_css_page_size=True)[:5] == b"%PDF-"


@pytest.mark.parametrize("name", ["diff", "allocate large"])
def test_on_paper_details_are_open_and_headings_of_tables_are_repeated(
    browser: Browser, folder: Path, name: str
) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.goto((folder / f"{name}.html").as_uri())
        page.emulate_media(media="print")
        tables = page.locator("table")
        assert all(tables.nth(number).is_visible() for number in range(tables.count()))
        assert not any(one.is_visible() for one in page.locator("summary").all())
        heads = "all => all.map(one => getComputedStyle(one).display)"
        assert set(page.eval_on_selector_all("thead", heads)) == {"table-header-group"}
        rows = "all => all.map(one => getComputedStyle(one).breakInside)"
        assert set(page.eval_on_selector_all("tr, figure svg", rows)) == {"avoid"}


@pytest.mark.parametrize("width", [360, 700, 1000])
def test_a_headline_figure_stands_in_one_line(browser: Browser, folder: Path, width: int) -> None:
    with browser.new_context(viewport={"width": width, "height": 800}) as context:
        page = context.new_page()
        page.goto((folder / "explain odd.html").as_uri())
        figures = "all => all.map(one => [one.textContent, one.getClientRects()[0].height])"
        heights = dict(page.eval_on_selector_all("dd", figures))
    assert "12,278,000" in heights
    assert len(set(heights.values())) == 1
