"""The contrast of every text of a page with its ground, measured in the browser.

The ground of a text is the nearest colour below it. A picture or a veil behind words would make
that wrong, and is an error.
"""

from playwright.sync_api import Page

# WCAG 2.2, 1.4.6 (AAA): 7 to 1, and 4.5 to 1 for text of 24 px, or 18.66 px in bold.
LEAST, LEAST_LARGE = 7, 4.5

# Functions for the browser: the four numbers of a colour, the ground of an element, a contrast.
COLOURS = """
  const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
  const known = new Map();
  // Reads any notation of a colour: [red, green, blue, opacity].
  const rgba = (text) => {
    if (!known.has(text)) {
      canvas.clearRect(0, 0, 1, 1);
      canvas.fillStyle = text;
      canvas.fillRect(0, 0, 1, 1);
      const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
      known.set(text, [r, g, b, a / 255]);
    }
    return known.get(text);
  };
  const light = ([r, g, b]) => {
    const part = (v) => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
    return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
  };
  const over = (top, below) => [0, 1, 2].map(i => top[i] * top[3] + below[i] * (1 - top[3]));
  const groundOf = (element) => {
    const stack = [];
    for (let one = element; one; one = one.parentElement) {
      const style = getComputedStyle(one);
      if (style.backgroundImage !== 'none' || style.opacity !== '1') {
        throw new Error(`a picture or a veil lies behind words: ${one.outerHTML.slice(0, 80)}`);
      }
      const colour = rgba(style.backgroundColor);
      if (colour[3] > 0) stack.push(colour);
      if (colour[3] === 1) break;
    }
    return stack.reduceRight((below, top) => over(top, below), rgba('Canvas'));
  };
  const contrast = (ink, ground) => {
    const [low, high] = [light(ink), light(ground)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };
"""

MEASURE = f"""([least, leastLarge]) => {{{COLOURS}"""
MEASURE += """
  const found = new Set();
  let texts = 0;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const measured = new Map();
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || measured.has(element)) continue;
    measured.set(element, true);
    const style = getComputedStyle(element);
    if (!element.checkVisibility() || element.closest('.visually-hidden')) continue;
    texts += 1;
    const ground = groundOf(element);
    const ink = over(rgba(style.color), ground);
    const ratio = contrast(ink, ground);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && style.fontWeight >= 700);
    if (ratio < (large ? leastLarge : least)) {
      const name = element.tagName.toLowerCase() + '.' + element.className;
      found.add(`${name}: ${style.color} on ${ground.map(Math.round)} is ${ratio.toFixed(2)}`);
    }
  }
  if (!texts) throw new Error('the page has no words');
  return [...found];
}"""


def pale_words(page: Page) -> list[str]:
    """Give the kinds of words whose contrast is too low in the scheme the page shows now."""
    found: list[str] = page.evaluate(MEASURE, [LEAST, LEAST_LARGE])
    return found
