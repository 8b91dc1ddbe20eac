import type { Page, Request } from 'playwright-core';

/**
 * Holds the responses to requests whose URL matches, until they are released.
 *
 * `release` removes all routes of the page, because only that waits for the requests in flight.
 */
export const holdResponses = async (page: Page, url: RegExp) => {
  let release = () => {};
  const isReleased = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route(url, async (route) => {
    await isReleased;
    await route.fallback();
  });
  return {
    release: async () => {
      release();
      await page.unrouteAll({ behavior: 'wait' });
    },
  };
};

/** Collects what the polite live region of the panel announces. The page must not be reloaded. */
export const recordAnnouncements = async (page: Page) => {
  await page.evaluate(() => {
    const region = document.getElementById('live-region-status');
    const texts: string[] = [];
    Object.assign(window, { announcements: texts });
    new MutationObserver(() => {
      const text = region?.textContent?.trim();
      if (text) {
        texts.push(text);
      }
    }).observe(region as Node, { childList: true, characterData: true, subtree: true });
  });
  return {
    /** Returns what was announced since the last call. */
    take: (): Promise<string[]> =>
      page.evaluate(() =>
        (window as unknown as { announcements: string[] }).announcements.splice(0)
      ),
  };
};

/** Collects the GET requests for the plugin's data, as path and query. */
export const recordRequests = (page: Page) => {
  const found: string[] = [];
  const listen = (request: Request) => {
    const { pathname, search } = new URL(request.url());
    if (request.method() === 'GET' && pathname.startsWith('/user-profile/')) {
      found.push(decodeURIComponent(pathname.replace('/user-profile', '') + search));
    }
  };
  page.on('request', listen);
  return { take: (): string[] => found.splice(0), stop: () => page.off('request', listen) };
};

/** Collects the layout shifts of every page that is opened from now on. */
export const recordShifts = (page: Page) =>
  page.addInitScript(() => {
    const shifts: { value: number; nodes: string[] }[] = [];
    Object.assign(window, { shifts });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        const shift = entry as unknown as {
          value: number;
          hadRecentInput: boolean;
          sources: { node: Node | null; previousRect: DOMRect; currentRect: DOMRect }[];
        };
        if (!shift.hadRecentInput) {
          shifts.push({
            value: shift.value,
            nodes: shift.sources.map(({ node, previousRect: from, currentRect: to }) =>
              `${from.x},${from.y} to ${to.x},${to.y}: ${node?.nodeName} ${node?.textContent ?? ''}`.slice(
                0,
                80
              )
            ),
          });
        }
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });

/** Returns the sum of the layout shifts since the page was opened, and what moved. */
export const getShifts = async (page: Page): Promise<{ total: number; moved: string[] }> => {
  // The observer reports after the next frame.
  await page.evaluate(
    () =>
      new Promise((resolve) =>
        requestAnimationFrame(() => requestAnimationFrame(() => resolve(undefined)))
      )
  );
  const shifts = await page.evaluate(
    () => (window as unknown as { shifts: { value: number; nodes: string[] }[] }).shifts
  );
  return {
    total: shifts.reduce((sum, { value }) => sum + value, 0),
    moved: shifts.flatMap(({ value, nodes }) => nodes.map((node) => `${value.toFixed(4)} ${node}`)),
  };
};
