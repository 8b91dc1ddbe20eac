import type { Page } from 'playwright-core';

/** Navigates as React Router does, which listens to `popstate`. */
export const navigate = (page: Page, route: string): Promise<void> =>
  page.evaluate((to) => {
    const { idx = 0 } = (window.history.state ?? {}) as { idx?: number };
    const state = { idx: idx + 1, key: Math.random().toString(36).slice(2), usr: null };
    window.history.pushState(state, '', to);
    window.dispatchEvent(new PopStateEvent('popstate', { state }));
  }, `/admin${route}`);

/** How long a page may take to disappear, in milliseconds. A form with unsaved changes stays. */
const LEAVE_TIMEOUT = 1000;

interface Fiber {
  child: Fiber | null;
  memoizedProps: { store?: Store } | null;
}

interface Store {
  getState(): { adminApi: { queries: Record<string, { endpointName?: string } | undefined> } };
  dispatch(action: object): void;
}

/**
 * Leaves the current page of the panel and forgets the data of the plugin, as a load does in ten times the time.
 *
 * @returns false if the panel is not loaded, or the page stays
 */
export const leavePage = async (page: Page): Promise<boolean> => {
  const main = (await page.evaluateHandle(() => document.querySelector('main'))).asElement();
  if (!main) {
    return false;
  }
  await navigate(page, '/no-page');

  return page.evaluate(
    async ([element, timeout]) => {
      const deadline = Date.now() + timeout;
      while (element.isConnected) {
        if (Date.now() > deadline) {
          return false;
        }
        await new Promise(requestAnimationFrame);
      }

      // No public API leads to the store of the panel, so it is read from the root that React keeps at its element.
      const root = document.getElementById('strapi') as unknown as Record<string, Fiber>;
      const key = Object.keys(root ?? {}).find((name) => name.startsWith('__reactContainer$'));
      let fiber = key ? root[key].child : null;
      while (fiber && !fiber.memoizedProps?.store) {
        fiber = fiber.child;
      }
      const store = fiber?.memoizedProps?.store;
      if (!store) {
        return false;
      }
      for (const [queryCacheKey, query] of Object.entries(store.getState().adminApi.queries)) {
        if (query?.endpointName?.startsWith('userProfile')) {
          store.dispatch({
            type: 'adminApi/queries/removeQueryResult',
            payload: { queryCacheKey },
          });
        }
      }
      return true;
    },
    [main, LEAVE_TIMEOUT] as const
  );
};
