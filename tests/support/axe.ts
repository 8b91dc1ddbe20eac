import axe from 'axe-core';
import type { Page } from 'playwright-core';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

interface StrapiFinding {
  rule: string;
  /** CSS selector of the component of Strapi that contains the element. */
  within: string;
}

/** An open select or menu of Radix hides the rest of the page from assistive technology. */
const BEHIND_MENU = 'html:has([data-aria-hidden="true"])';
const IN_MENU = '[data-radix-popper-content-wrapper]';

/**
 * Findings in components of Strapi that the plugin cannot replace. `docs/accessibility.md` has the same list
 * with the reasons.
 */
const STRAPI_FINDINGS: StrapiFinding[] = [
  { rule: 'aria-hidden-focus', within: '[data-aria-hidden="true"]' },
  { rule: 'landmark-one-main', within: BEHIND_MENU },
  { rule: 'page-has-heading-one', within: BEHIND_MENU },
  { rule: 'region', within: IN_MENU },
  { rule: 'aria-allowed-attr', within: 'div[aria-required]:has(.cm-editor)' },
];

/** Strapi's navigation, which is on every page of the panel. */
const STRAPI_NAVIGATION = 'nav:not(main nav)';

declare global {
  interface Window {
    axe: typeof axe;
  }
}

/** Animations change colours and positions; spinners never end. */
const waitForAnimations = (page: Page) =>
  page.evaluate(() =>
    Promise.allSettled(
      document
        .getAnimations()
        .filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity)
        .map(({ finished }) => finished)
    )
  );

/** The background of the page, `neutral100`, in Strapi's themes. */
const BACKGROUNDS = { light: 'rgb(246, 246, 249)', dark: 'rgb(24, 24, 38)' };

type Theme = keyof typeof BACKGROUNDS;

/** Shows the page in a theme, once its colours have changed. */
export const setTheme = async (page: Page, colorScheme: Theme) => {
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
  await page.waitForFunction(
    (color) => getComputedStyle(document.body).backgroundColor === color,
    BACKGROUNDS[colorScheme]
  );
  await waitForAnimations(page);
};

/** Does the work in the dark theme and in the light one, in which a page begins. */
export const inThemes = async (
  page: Page,
  work: (colorScheme: Theme) => Promise<void>
): Promise<void> => {
  for (const colorScheme of ['dark', 'light'] as const) {
    await setTheme(page, colorScheme);
    await work(colorScheme);
  }
};

const runAxe = async (page: Page, rules?: string[], within?: string): Promise<string[]> => {
  // Strapi's buttons have a contrast of 3.5 below the pointer.
  await page.mouse.move(0, 0);
  await waitForAnimations(page);
  return page.evaluate(
    async ({ known, tags, only, excluded, included }) => {
      const { violations } = await window.axe.run(
        {
          include: [...document.querySelectorAll(included)],
          exclude: [...document.querySelectorAll(excluded)],
        },
        {
          runOnly: only ? { type: 'rule', values: only } : { type: 'tag', values: tags },
          resultTypes: ['violations'],
          elementRef: true,
        }
      );
      const isKnown = (rule: string, element?: HTMLElement) =>
        known.some((each) => each.rule === rule && element?.closest(each.within));
      return violations.flatMap(({ id, nodes }) =>
        nodes
          .filter(({ element }) => !isKnown(id, element))
          .map(({ html, any }) => `${id}: ${html.slice(0, 200)} ${any[0]?.message ?? ''}`)
      );
    },
    {
      known: STRAPI_FINDINGS,
      tags: TAGS,
      only: rules,
      excluded: STRAPI_NAVIGATION,
      included: within ?? 'html',
    }
  );
};

const isDark = (page: Page): Promise<boolean> =>
  page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches);

/** @param theme the one that the page has */
const getViolationsIn = async (theme: Theme, page: Page, within?: string): Promise<string[]> => {
  if (await page.evaluate(() => !('axe' in window))) {
    await page.evaluate(axe.source);
  }
  if (theme === 'light') {
    return runAxe(page, undefined, within);
  }
  const violations = await runAxe(page, ['color-contrast'], within);
  return violations.map((violation) => `dark: ${violation}`);
};

/**
 * Checks the page as it is now, with its dialogs and menus, against WCAG 2.2 AA and axe's best practices.
 * Themes differ in colors only, so the dark one is checked for contrast alone.
 *
 * @param within CSS selector of the part of a page of Strapi that is the plugin's
 * @returns the violations that are not Strapi's
 */
export const getViolations = async (page: Page, within?: string): Promise<string[]> => {
  const theme = (await isDark(page)) ? 'dark' : 'light';
  await setTheme(page, theme);
  return getViolationsIn(theme, page, within);
};

/** The violations of the page as it is now, in the light and the dark theme. */
export const getViolationsInThemes = async (page: Page, within?: string): Promise<string[]> => {
  await setTheme(page, 'light');
  const light = await getViolationsIn('light', page, within);
  await setTheme(page, 'dark');
  const dark = await getViolationsIn('dark', page, within);
  await setTheme(page, 'light');
  return [...light, ...dark];
};

/** Collects the violations of several states, so a failure shows them all. */
export const collectViolations = (page: Page) => {
  const found = new Map<string, string[]>();

  return {
    check: async (state: string): Promise<void> => {
      const violations = await getViolationsInThemes(page);
      if (violations.length > 0) {
        found.set(state, violations);
      }
    },
    /** Returns what was found since the last call, by state. */
    take: (): Record<string, string[]> => {
      const all = Object.fromEntries(found);
      found.clear();
      return all;
    },
  };
};
