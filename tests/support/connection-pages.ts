import { chooseOption, type Panel } from './panel';
import { waitForEqual } from './wait';

export const CONNECTIONS_PAGE = '/plugins/user-profile/connections';

/** The connection pages of the panel. */
export const connectionPages = ({ page, open, go }: Panel) => {
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

    /** Shows a connection without loading the panel again, see `Panel.go`. */
    go: (name: string) => go(`${CONNECTIONS_PAGE}/${name}`),

    /**
     * Opens the form of a new connection.
     *
     * @param strategy the name that the panel shows
     * @param visit `Panel.go` from a page of the panel that may be left
     */
    openForm: async (strategy: string, visit = open) => {
      await visit(CONNECTIONS_PAGE);
      await main.getByRole('link', { name: 'Create connection' }).click();
      await main
        .getByRole('listitem')
        .filter({ has: page.getByText(strategy, { exact: true }) })
        .getByRole('link')
        .click();
      await button('Create').waitFor();
    },

    openEditor: async (name: string, visit = open) => {
      await visit(`${CONNECTIONS_PAGE}/${name}`);
      await button('Edit').click();
      await button('Save').waitFor();
    },

    /** Waits for the text anywhere in the main part of the page. */
    waitForText: (text: string | RegExp) => main.getByText(text).first().waitFor(),

    /** Runs the connection test and returns its steps with their messages. */
    runTest: async (
      outcome: 'The connection works.' | 'The connection doesn’t work.'
    ): Promise<string[][]> => {
      await button('Test now').click();
      await main.getByText(outcome, { exact: true }).waitFor();
      const steps = main.getByRole('region', { name: 'Test' }).getByRole('listitem');
      return (await steps.allInnerTexts()).map((text) => text.split('\n'));
    },

    /** Waits for a notification. */
    waitForNotification: (text: string | RegExp) =>
      page.getByRole('status').getByText(text).first().waitFor(),

    choose: (box: string, option: string) =>
      chooseOption(main.or(dialog).getByRole('combobox', { name: box }), option),

    /** The error of a field, read through its accessible description. */
    getFieldError: async (name: string): Promise<string | null> => {
      const input = field(name);
      if ((await input.getAttribute('aria-invalid')) !== 'true') {
        return null;
      }
      const ids = (await input.getAttribute('aria-describedby'))?.split(' ') ?? [];
      const texts = ids.map((id) => main.locator(`[id="${id}"]`).allInnerTexts());
      return (await Promise.all(texts)).flat().join(' ');
    },

    /** Waits until the element with this name has the focus. */
    waitForFocus: (name: string) =>
      waitForEqual(
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
