import { ADMIN_ACTIONS } from '../../plugins/user-profile/shared/constants';
import type { Panel } from './panel';

/** A role that sees everything of a user and may change nothing. */
export const READ_ONLY = [
  ADMIN_ACTIONS.readUsers,
  ADMIN_ACTIONS.readDevices,
  ADMIN_ACTIONS.readEvents,
];

export const userRoute = (documentId: string, tab = 'details'): string =>
  `/plugins/user-profile/users/${documentId}/${tab}`;

/** The details of one user in the panel, as an administrator works with them. */
export const userPage = ({ page, open }: Panel) => {
  const main = page.getByRole('main');
  const actionsButton = page.getByRole('button', { name: 'Actions', exact: true });
  const dialog = page.getByRole('dialog').or(page.getByRole('alertdialog'));

  /** Waits for the text anywhere in the main part of the page. */
  const waitForText = (text: string | RegExp) => main.getByText(text).first().waitFor();

  return {
    main,
    dialog,
    actionsButton,
    waitForText,
    open: async (documentId: string, tab?: string) => {
      await open(userRoute(documentId, tab));
      await waitForText('User identity');
    },
    /** Opens the dialog of an action through the menu. */
    choose: async (action: string) => {
      await actionsButton.click();
      await page.getByRole('menuitem', { name: action, exact: true }).click();
      await dialog.waitFor();
    },
    /** The names of what the menu offers. */
    getActions: async (): Promise<string[]> => {
      await actionsButton.click();
      await page.getByRole('menu').waitFor();
      const names = await page.getByRole('menuitem').allTextContents();
      await page.keyboard.press('Escape');
      await page.getByRole('menu').waitFor({ state: 'detached' });
      return names;
    },
    /** Presses a button of the dialog that is open. */
    press: (name: string) => dialog.getByRole('button', { name, exact: true }).click(),
    /** Waits until no dialog is open, and tells whether the Actions button has the focus again. */
    waitForClose: async (): Promise<boolean> => {
      await dialog.waitFor({ state: 'detached' });
      await page.waitForFunction(() => document.activeElement !== document.body);
      return actionsButton.evaluate((button) => button === document.activeElement);
    },
    /** Waits for a notification. */
    waitForNotification: (text: string | RegExp) =>
      page.getByRole('status').getByText(text).first().waitFor(),
  };
};

export type UserPage = ReturnType<typeof userPage>;
