import { ADMIN_ACTIONS } from '../../plugins/user-profile/shared/constants';
import { type Panel, pressEscape } from './panel';

/** The actions of a role that may read everything about a user and change nothing. */
export const READ_ONLY = [
  ADMIN_ACTIONS.readUsers,
  ADMIN_ACTIONS.readDevices,
  ADMIN_ACTIONS.readEvents,
];

/** The actions of a role that may also edit profiles and metadata. */
export const EDITOR = [...READ_ONLY, ADMIN_ACTIONS.updateUsers];

export const userRoute = (documentId: string, tab = 'details'): string =>
  `/plugins/user-profile/users/${documentId}/${tab}`;

/** The page of one user in the panel. */
export const userPage = ({ page, open }: Panel) => {
  const main = page.getByRole('main');
  const actionsButton = page.getByRole('button', { name: 'Actions', exact: true });
  const dialog = page.getByRole('dialog').or(page.getByRole('alertdialog'));

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
    choose: async (action: string) => {
      await actionsButton.click();
      await page.getByRole('menuitem', { name: action, exact: true }).click();
      await dialog.waitFor();
    },
    /** The names of the menu items. */
    getActions: async (): Promise<string[]> => {
      await actionsButton.click();
      await page.getByRole('menu').waitFor();
      const names = await page.getByRole('menuitem').allTextContents();
      await pressEscape(page);
      await page.getByRole('menu').waitFor({ state: 'detached' });
      return names;
    },
    press: (name: string) => dialog.getByRole('button', { name, exact: true }).click(),
    /** Waits until the dialog is closed. Returns whether the Actions button has the focus again. */
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
