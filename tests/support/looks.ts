import type { Locator } from 'playwright-core';

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
