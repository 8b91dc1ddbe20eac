import type { Locator, Page } from 'playwright-core';

/** The minimum contrast ratio of WCAG for large text. Below it no text is readable. */
const LEAST_CONTRAST = 3;

/** Returns the texts inside an element whose contrast is too low, with their ratio. */
export const getLowContrastTexts = (within: Locator, least = LEAST_CONTRAST): Promise<string[]> =>
  within.evaluate((root, limit) => {
    const parse = (text: string): number[] => {
      const [red = 0, green = 0, blue = 0, alpha = 1] = (text.match(/[\d.]+/g) ?? []).map(Number);
      return [red, green, blue, alpha];
    };
    const luminance = (color: number[]): number => {
      const [red, green, blue] = color.slice(0, 3).map((value) => {
        const share = value / 255;
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const backgroundOf = (element: Element | null): number[] => {
      if (!element) {
        return [255, 255, 255, 1];
      }
      const color = parse(getComputedStyle(element).backgroundColor);
      return color[3] > 0.9 ? color : backgroundOf(element.parentElement);
    };
    const contrast = (element: Element): number => {
      const [light, dark] = [parse(getComputedStyle(element).color), backgroundOf(element)]
        .map(luminance)
        .sort((one, other) => other - one);
      return (light + 0.05) / (dark + 0.05);
    };
    const isShown = (element: Element): boolean => {
      const { width, height } = element.getBoundingClientRect();
      return (
        width > 1 && height > 1 && element.closest('[disabled], [aria-disabled="true"]') === null
      );
    };

    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    const found: string[] = [];
    while (walker.nextNode()) {
      const { parentElement: element, textContent } = walker.currentNode;
      const text = textContent?.trim();
      if (!element || !text || !isShown(element)) {
        continue;
      }
      const ratio = contrast(element);
      if (ratio < limit) {
        found.push(`${text}: ${ratio.toFixed(1)}`);
      }
    }
    return found;
  }, least);

/** Returns what overflows to the right or is cut off, except in scroll containers and with an ellipsis. */
export const getOverflowingElements = (within: Locator): Promise<string[]> =>
  within.evaluate((root) => {
    const edge = Math.min(root.getBoundingClientRect().right, window.innerWidth);
    const isMeant = (element: Element): boolean => {
      const { overflowX, textOverflow } = getComputedStyle(element);
      return ['auto', 'scroll'].includes(overflowX) || textOverflow === 'ellipsis';
    };
    const isWithinMeant = (element: Element | null): boolean =>
      element !== null &&
      element !== root &&
      (isMeant(element) || isWithinMeant(element.parentElement));
    const overflows = (element: Element): boolean =>
      element.getBoundingClientRect().right > edge + 1 && !isWithinMeant(element.parentElement);
    const isClipped = (element: Element): boolean =>
      element.scrollWidth > element.clientWidth + 1 &&
      getComputedStyle(element).overflowX === 'hidden' &&
      !isMeant(element);
    return [root, ...root.querySelectorAll('*')]
      .filter((element) => element.clientWidth > 1 && (overflows(element) || isClipped(element)))
      .map((element) => `${element.tagName} ${element.textContent?.slice(0, 40)}`);
  });

interface PageSize {
  /** The widest of the document and the elements that scroll the page. */
  scrollWidth: number;
  scrollHeight: number;
}

/** The size of the page after the layout has followed a resize. */
export const getPageSize = (page: Page): Promise<PageSize> =>
  page.evaluate(
    () =>
      new Promise((resolve) => {
        const measure = () => {
          const root = document.documentElement;
          // Strapi's panel scrolls in an element around `main`.
          let excess = root.scrollWidth - root.clientWidth;
          for (
            let at: HTMLElement | null = document.querySelector('main');
            at;
            at = at.parentElement
          ) {
            excess = Math.max(excess, at.scrollWidth - at.clientWidth);
          }
          resolve({
            scrollWidth: root.clientWidth + excess,
            scrollHeight: root.scrollHeight,
          });
        };
        requestAnimationFrame(() => requestAnimationFrame(measure));
      })
  );

/** Returns the elements that scroll sideways, with the width of their content and their own. */
export const getSidewaysScrollers = (within: Locator): Promise<string[]> =>
  within.evaluate((root) =>
    [...root.querySelectorAll('*')]
      .filter(
        (element) =>
          ['auto', 'scroll'].includes(getComputedStyle(element).overflowX) &&
          element.scrollWidth > element.clientWidth + 1
      )
      .map(({ tagName, scrollWidth, clientWidth }) => `${tagName} ${scrollWidth} > ${clientWidth}`)
  );
