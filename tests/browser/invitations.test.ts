import type { Locator } from 'playwright-core';

import { getViolations, inThemes } from '../support/axe';
import { createConnection } from '../support/connections';
import {
  accept,
  createInvitedUser,
  INVALID_INVITATION,
  invitationEnv,
  tokenIn,
} from '../support/invitations';
import { getOverflowingElements } from '../support/looks';
import { type MailServer, startMailServer } from '../support/mail';
import { chooseOption, openPanel, type Panel } from '../support/panel';
import { startStrapi, type TestStrapi } from '../support/strapi';
import { userPage, type UserPage } from '../support/user-page';
import { newEmail } from '../support/users';

const LIST = '/plugins/user-profile';

describe('invitations in the panel', () => {
  let app: TestStrapi;
  let mailbox: MailServer;
  let panel: Panel;
  let user: UserPage;

  beforeAll(async () => {
    mailbox = await startMailServer();
    app = await startStrapi({ panel: true, env: invitationEnv(mailbox) });
    await createConnection(app, { name: 'members', strategy: 'database' });
    panel = await openPanel(app, await app.createAdmin());
    user = userPage(panel);
  });

  afterAll(async () => {
    await panel?.close();
    await app?.stop();
    await mailbox?.stop();
  });

  const dialog = () => panel.page.getByRole('dialog');
  const password = () => dialog().locator('input[name="password"]');

  const openDialog = async () => {
    await panel.open(LIST);
    await panel.page.getByRole('button', { name: 'Create User' }).click();
    await password().waitFor();
  };

  const invite = async (email: string) => {
    await openDialog();
    await dialog().getByRole('textbox', { name: 'Email', exact: true }).fill(email);
    await dialog().getByRole('checkbox', { name: 'Send an invitation' }).check();
    await password().waitFor({ state: 'detached' });
    await chooseOption(
      dialog().getByRole('combobox', { name: 'Connection' }),
      'Email and password'
    );
  };

  const submit = async () => {
    await dialog().getByRole('button', { name: 'Create', exact: true }).click();
    await panel.page.waitForURL(/\/users\/[^/]+\/details/);
  };

  const expectReadable = (name: string, at: Locator) =>
    inThemes(panel.page, async (colorScheme) => {
      await panel.screenshot(`invitation-${name}-${colorScheme}`);
      expect({
        at: [name, colorScheme],
        violations: await getViolations(panel.page),
        overflowing: await getOverflowingElements(at),
      }).toEqual({ at: [name, colorScheme], violations: [], overflowing: [] });
    });

  it('are sent by Create User instead of a password, sent again and revoked', async () => {
    const email = newEmail();
    await invite(email);
    await panel.screenshot('invitation-create');
    await submit();
    await user.waitForNotification(/and the invitation was sent/);
    const first = tokenIn(await mailbox.waitFor(email));
    await user.waitForText(/Sent on .* Valid until/);
    await user.waitForText('Can’t log in until the invitation is accepted.');

    await user.main.getByRole('button', { name: 'Send again' }).click();
    await user.press('Send email');
    await user.waitForNotification(`Email sent to ${email}.`);
    const second = tokenIn(await mailbox.waitFor(email, 2));
    expect(await accept(app, first)).toMatchObject(INVALID_INVITATION);

    await user.main.getByRole('button', { name: 'Revoke invitation', exact: true }).click();
    await panel.screenshot('invitation-revoke');
    await user.press('Revoke invitation');
    await user.waitForNotification('The invitation was revoked.');
    await user.main.getByText(/^Sent on/).waitFor({ state: 'detached' });
    expect(await accept(app, second)).toMatchObject(INVALID_INVITATION);

    await user.choose('Send invitation');
    await user.press('Send email');
    await user.waitForText(/^Sent on/);
    expect((await accept(app, tokenIn(await mailbox.waitFor(email, 3)))).status).toBe(200);
    await panel.page.reload();
    await user.waitForText('Can log in.');
    expect(await user.getActions()).not.toContain('Send invitation');
    expect(panel.complaints()).toEqual([]);
  });

  it('are shown as not sent if the email provider fails', async () => {
    mailbox.isRejecting = true;
    const email = newEmail();
    await invite(email);
    await submit();
    await user.waitForText('The email couldn’t be sent.');
    await panel.screenshot('invitation-not-sent');
    mailbox.isRejecting = false;
    await user.main.getByRole('button', { name: 'Send again' }).click();
    await user.press('Send email');
    await mailbox.waitFor(email);
    await user.waitForText(/^Sent on/);
    expect(panel.complaints()).toEqual([]);
  });

  it('are a status and a filter of the list', async () => {
    const { email } = await createInvitedUser(app, mailbox, 'members');
    await panel.open(`${LIST}?filters[invited][$eq]=true`);
    const row = panel.page.getByRole('row').filter({ hasText: email });
    await row.getByText('Invited', { exact: true }).waitFor();
    await row.getByText(/^until /).waitFor();
    await panel.page.getByText('Invited: Yes').waitFor();
  });

  it('are readable in both themes', async () => {
    const { documentId } = await createInvitedUser(app, mailbox);
    await user.open(documentId);
    await user.waitForText(/^Sent on/);
    await expectReadable('details', user.main);
    await panel.open(`${LIST}?filters[invited][$eq]=true`);
    await panel.page
      .getByText(/^until /)
      .first()
      .waitFor();
    await expectReadable('list', user.main);
    await openDialog();
    await dialog().getByRole('checkbox', { name: 'Send an invitation' }).check();
    await expectReadable('create', dialog());
  });
});
