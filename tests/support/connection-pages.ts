import type { Panel } from './panel';
import { untilEqual } from './people';

export const CONNECTIONS_PAGE = '/plugins/user-profile/connections';

/** The pages of connections in the panel, as an administrator works with them. */
export const connectionPages = ({ page, open }: Panel) => {
  const main = page.getByRole('main');
  const dialog = page.getByRole('dialog').or(page.getByRole('alertdialog'));
  const field = (name: string) => main.getByRole('textbox', { name, exact: true });
  const button = (name: string) => main.getByRole('button', { name, exact: true });

  return {
    main,
    dialog,
    field,
    button,
    open: (name = '') => open(name ? `${CONNECTIONS_PAGE}/${name}` : CONNECTIONS_PAGE),
    row: (name: string) =>
      main.getByRole('row').filter({ has: page.getByRole('link', { name, exact: true }) }),

    /** The form of a new connection of a strategy, which is chosen by what it is called. */
    openForm: async (strategy: string) => {
      await open(CONNECTIONS_PAGE);
      await main.getByRole('link', { name: 'Create connection' }).click();
      await main
        .getByRole('listitem')
        .filter({ has: page.getByText(strategy, { exact: true }) })
        .getByRole('link')
        .click();
      await button('Create').waitFor();
    },

    openEditor: async (name: string) => {
      await open(`${CONNECTIONS_PAGE}/${name}`);
      await button('Edit').click();
      await button('Save').waitFor();
    },

    /** Waits for the text anywhere in the main part of the page. */
    see: (text: string | RegExp) => main.getByText(text).first().waitFor(),

    /** Has the source asked, and answers the steps with what it said to each. */
    test: async (
      outcome: 'The connection works.' | 'The connection doesn’t work.'
    ): Promise<string[][]> => {
      await button('Test now').click();
      await main.getByText(outcome, { exact: true }).waitFor();
      const steps = main.getByRole('region', { name: 'Test' }).getByRole('listitem');
      return (await steps.allInnerTexts()).map((text) => text.split('\n'));
    },

    /** Waits for a notification. */
    told: (text: string | RegExp) => page.getByRole('status').getByText(text).first().waitFor(),

    choose: async (box: string, option: string) => {
      await main.or(dialog).getByRole('combobox', { name: box }).click();
      await page.getByRole('option', { name: option, exact: true }).click();
    },

    /** What stands beneath a field as its error, for those who hear the page as well. */
    errorOf: async (name: string): Promise<string | null> => {
      const input = field(name);
      if ((await input.getAttribute('aria-invalid')) !== 'true') {
        return null;
      }
      const ids = (await input.getAttribute('aria-describedby'))?.split(' ') ?? [];
      const texts = ids.map((id) => main.locator(`[id="${id}"]`).allInnerTexts());
      return (await Promise.all(texts)).flat().join(' ');
    },

    /** Waits until the focus is on what is called so. */
    untilFocused: (name: string) =>
      untilEqual(
        () =>
          page.evaluate(() => {
            const { activeElement: element } = document;
            return (
              element?.getAttribute('aria-label') ??
              (element instanceof HTMLInputElement ? element.name : element?.textContent)
            );
          }),
        name
      ),
  };
};

export type ConnectionPages = ReturnType<typeof connectionPages>;
