"""The stops of a page for the Tab key, and what each of them looks like while it has the focus."""

from typing import Any

from playwright.sync_api import Page

from tests.browser.colours import COLOURS

# Everything that can be reached with Tab, in the order of the document.
LIST = """() => {
  const can = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]';
  window.stops = [...document.querySelectorAll(can)].filter(one =>
    one.tabIndex >= 0 && !one.disabled && one.checkVisibility({visibilityProperty: true}));
  return window.stops.map(one => one.outerHTML.replace(/\\s+/g, ' ').slice(0, 90));
}"""

# Which stop has the focus, and what is wrong with it there. -1: none of them.
REPORT = (
    "() => {"
    + COLOURS
    + """
  const one = document.activeElement;
  const index = window.stops.indexOf(one);
  if (index < 0) return {index, faults: [], place: one === document.body ? 'page' : one.outerHTML};
  const faults = [];
  const style = getComputedStyle(one);
  if (style.outlineStyle !== 'solid' || parseFloat(style.outlineWidth) < 2) {
    faults.push(`no outline: ${style.outline}`);
  } else {
    const ratio = contrast(rgba(style.outlineColor), groundOf(one.parentElement));
    if (ratio < 3) faults.push(`the outline is pale: ${ratio.toFixed(2)}`);
  }
  for (const box of one.getClientRects()) {
    // Points just inside of each corner, and the middle: none may be under something else.
    const points = [[box.left + 3, box.top + 3], [box.right - 3, box.top + 3],
      [box.left + 3, box.bottom - 3], [box.right - 3, box.bottom - 3],
      [(box.left + box.right) / 2, (box.top + box.bottom) / 2]];
    if (box.height > innerHeight - 100) points.splice(0, 5, [box.left + 3, box.top + 80]);
    for (const [x, y] of points) {
      const seen = document.elementFromPoint(x, y);
      // Rounded corners and lines of text leave gaps, through which the element around is seen.
      if (!seen || !(one.contains(seen) || seen.contains(one))) {
        const over = seen ? seen.outerHTML.slice(0, 60) : 'out of sight';
        faults.push(`at ${Math.round(x)}, ${Math.round(y)}: ${over}`);
      }
    }
  }
  return {index, faults, place: 'stop'};
}"""
)


def stops(page: Page) -> list[str]:
    """Give the beginnings of all stops in the order of the document, and remember them there."""
    found: list[str] = page.evaluate(LIST)
    return found


def report(page: Page) -> dict[str, Any]:
    """Say which stop has the focus ("index"), where it is ("place"), and its "faults"."""
    said: dict[str, Any] = page.evaluate(REPORT)
    return said


def from_the_top(page: Page) -> None:
    """Go to where a page begins: what has to be changed on it may have taken the focus."""
    page.evaluate("() => { document.body.tabIndex = -1; document.body.focus(); }")
    page.evaluate("() => document.body.removeAttribute('tabindex')")


def walk(page: Page, key: str, most: int) -> tuple[list[int], list[str]]:
    """Press a key until the focus leaves the page: the stops in order, and their faults.

    A browser without a window of its own has nowhere else to go, and may begin again.
    """
    order: list[int] = []
    faults: list[str] = []
    for _press in range(most + 1):
        page.keyboard.press(key)
        said = report(page)
        if said["place"] == "page" or said["index"] in order:
            break
        order.append(said["index"])
        faults += [f"{said['index']} {said['place']}: {fault}" for fault in said["faults"]]
    return order, faults
