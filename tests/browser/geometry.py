"""What does not fit: sideways scrolling, cut words, words over words, targets too small to hit."""

from playwright.sync_api import Page

# WCAG 2.2, 1.4.12: what a person may set, and everything has to stay readable.
SPACED = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
  word-spacing: 0.16em !important; } p { margin-block-end: 2em !important; }"""
# WCAG 2.2, 1.4.4: words twice as large, the page as wide as before.
DOUBLED = "html { font-size: 225% !important; }"

# A sheet made by script is not fetched, so that the page's policy lets the test have it.
STYLE = """(text) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  document.adoptedStyleSheets = [sheet];
}"""
UNFOLD = "() => { for (const one of document.querySelectorAll('details')) one.open = true; }"

MISFITS = """() => {
  const found = [];
  const name = (one) => one.tagName.toLowerCase() + (one.className ? '.' + one.className : '')
    + ': ' + one.textContent.replace(/\\s+/g, ' ').trim().slice(0, 50);
  scrollTo(0, 0);
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth > width) {
    found.push(`sideways: ${document.documentElement.scrollWidth} in ${width}`);
  }
  const aside = '.visually-hidden, .skip:not(:focus), option, optgroup, select, input';
  const boxes = [];
  for (const one of document.body.querySelectorAll('*')) {
    if (one.closest(aside) || !one.checkVisibility({visibilityProperty: true})) continue;
    const box = one.getBoundingClientRect();
    if (box.width && (box.left < -1 || box.right > width + 1)) found.push(`outside: ${name(one)}`);
    const style = getComputedStyle(one);
    const cut = ['hidden', 'clip', 'auto', 'scroll'];
    if ((cut.includes(style.overflowX) && one.scrollWidth > one.clientWidth + 1)
      || (cut.includes(style.overflowY) && one.scrollHeight > one.clientHeight + 1)) {
      found.push(`cut: ${name(one)}`);
    }
    for (const node of one.childNodes) {
      if (node.nodeType !== Node.TEXT_NODE || !node.data.trim()) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      for (const line of range.getClientRects()) {
        if (line.width > 2) boxes.push({one, line, name: name(one)});
      }
    }
  }
  boxes.sort((a, b) => a.line.top - b.line.top);
  // Boxes of letters are higher than letters: lines of one text may touch by a third.
  boxes.forEach(({one, line, name: said}, index) => {
    for (let next = index + 1; next < boxes.length; next += 1) {
      const other = boxes[next];
      if (other.line.top >= line.bottom) break;
      const low = Math.min(line.bottom, other.line.bottom);
      const deep = low - Math.max(line.top, other.line.top);
      const wide = Math.min(line.right, other.line.right) - Math.max(line.left, other.line.left);
      if (wide > 2 && deep > Math.min(line.height, other.line.height) / 3) {
        found.push(`over each other: ${said} | ${other.name}`);
      }
    }
  });
  return [...new Set(found)].slice(0, 12);
}"""

TARGETS = """() => {
  const can = 'a[href], button, input:not([type=hidden]), select, summary';
  const small = [];
  for (const one of document.querySelectorAll(can)) {
    if (one.matches('.skip:not(:focus)') || !one.checkVisibility()) continue;
    // A box to tick is as large as its label, which ticks it too.
    const parts = [one, ...(one.labels && one.type === 'checkbox' ? one.labels : [])];
    const boxes = parts.map(part => part.getBoundingClientRect());
    const high = Math.max(...boxes.map(box => box.height));
    const wide = Math.max(...boxes.map(box => box.right)) - Math.min(...boxes.map(box => box.left));
    if (high >= 43.5 && wide >= 43.5) continue;
    // The exception of WCAG 2.2, 2.5.5: a link inside a sentence.
    const around = one.closest('p, li, dd');
    const rest = around && around.textContent.replace(one.textContent, '').trim();
    if (getComputedStyle(one).display === 'inline' && rest) continue;
    small.push(`${Math.round(wide)} x ${Math.round(high)}: ${one.outerHTML.slice(0, 90)}`);
  }
  return small;
}"""

MOTION = """() => {
  const found = document.getAnimations().map(one => `runs: ${one.constructor.name}`);
  for (const one of document.querySelectorAll('*')) {
    if (one.matches('audio, video, marquee, blink, img, canvas, iframe')) found.push(one.tagName);
    for (const part of [null, '::before', '::after', '::details-content', '::marker']) {
      const style = getComputedStyle(one, part);
      const moves = style.animationName !== 'none' || style.scrollBehavior === 'smooth'
        || style.transitionDuration.split(',').some(time => parseFloat(time) > 0);
      if (moves) found.push(`moves: ${one.tagName}.${one.className}${part ?? ''}`);
    }
  }
  return found;
}"""


def styled(page: Page, text: str) -> None:
    """Put a person's own style over the page's."""
    page.evaluate(STYLE, text)


def unfolded(page: Page) -> None:
    """Open everything that is folded."""
    page.evaluate(UNFOLD)


def misfits(page: Page) -> list[str]:
    """Give what does not fit the window as it is now."""
    found: list[str] = page.evaluate(MISFITS)
    return found


def small_targets(page: Page) -> list[str]:
    """Give what is smaller than 44 by 44 pixels and no link inside a sentence."""
    found: list[str] = page.evaluate(TARGETS)
    return found


def motion(page: Page) -> list[str]:
    """Give what moves, or would."""
    found: list[str] = page.evaluate(MOTION)
    return found
