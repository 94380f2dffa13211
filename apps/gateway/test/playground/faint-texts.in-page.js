/**
 * Runs in the page: visible texts whose contrast is below WCAG AA (4.5:1; 3:1 when large), each look once.
 * A script and no module, so that the browser's types stay out of the gateway's.
 */
(() => {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });

  /** Any CSS colour as red, green, blue (0 to 255) and alpha (0 to 1). */
  function colourOf(css) {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = css;
    canvas.fillRect(0, 0, 1, 1);
    const [red, green, blue, alpha] = canvas.getImageData(0, 0, 1, 1).data;
    return [red, green, blue, alpha / 255];
  }

  function over(top, below) {
    return [0, 1, 2].map((part) => top[part] * top[3] + below[part] * (1 - top[3])).concat(1);
  }

  function groundOf(element) {
    if (!element) return colourOf('Canvas');
    const own = colourOf(getComputedStyle(element).backgroundColor);
    return own[3] === 1 ? own : over(own, groundOf(element.parentElement));
  }

  function luminanceOf(colour) {
    const [red, green, blue] = colour.slice(0, 3).map((part) => {
      const share = part / 255;
      return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  }

  function contrastOf(element) {
    const ground = groundOf(element);
    const text = over(colourOf(getComputedStyle(element).color), ground);
    const [dark, light] = [luminanceOf(ground), luminanceOf(text)].sort((one, other) => one - other);
    return (light + 0.05) / (dark + 0.05);
  }

  function isRead(element) {
    if (element.closest('noscript, script, style, .monaco-aria-container')) return false;
    return element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  }

  const faint = new Map();
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    const element = node.parentElement;
    const text = node.textContent.trim();
    if (text === '' || !isRead(element)) continue;
    const { color, fontSize } = getComputedStyle(element);
    const ratio = contrastOf(element);
    if (ratio >= (Number.parseFloat(fontSize) >= 24 ? 3 : 4.5)) continue;
    const look = `${element.tagName.toLowerCase()}.${element.className} ${color}`;
    faint.set(look, { look, text: text.slice(0, 40), ratio: Math.round(ratio * 100) / 100 });
  }
  return [...faint.values()];
})();
