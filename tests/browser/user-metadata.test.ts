import { registerAccount } from '../support/accounts';
import { mustCall } from '../support/admin-api';
import { createAdminUser } from '../support/admins';
import { getViolationsInThemes } from '../support/axe';
import { openPanel, type Panel, pressEscape } from '../support/panel';
import { startStrapi, type TestStrapi } from '../support/strapi';
import { READ_ONLY, userPage, type UserPage, userRoute } from '../support/user-page';
import { getProfile, getUser, userPath } from '../support/users';
import { waitForEqual } from '../support/wait';

const SCHEMA = {
  type: 'object',
  properties: {
    theme: { enum: ['dark', 'light'] },
    address: { type: 'object', required: ['zip'] },
  },
};

/** Console messages of the browser for requests that the tests expect to fail. */
const REJECTIONS = /status of (400|409)/;

describe('the user_metadata editor', () => {
  let app: TestStrapi;
  let panel: Panel;
  let user: UserPage;
  let id: string;

  const editor = () => panel.page.getByRole('textbox', { name: 'user_metadata as JSON' });
  const button = (name: string) => user.main.getByRole('button', { name, exact: true });
  const hasFocus = (name: string) =>
    button(name).evaluate((element) => element === document.activeElement);
  const getMetadata = async () => (await getUser(app, id)).data.user_metadata;

  /** Saves over HTTP, as another admin would. */
  const saveElsewhere = (metadata: unknown) =>
    mustCall(app, 'PUT', userPath(id), { data: { user_metadata: metadata }, metadata: 'replace' });

  const openEditor = async () => {
    await button('Edit user_metadata').click();
    await editor().waitFor();
    await panel.page.waitForFunction(() => document.activeElement?.matches('.cm-content'));
  };

  /** Inserts the text at once, because the editor closes brackets while typing. */
  const write = async (text: string) => {
    await editor().focus();
    await panel.page.keyboard.press('ControlOrMeta+A');
    await panel.page.keyboard.insertText(text);
  };

  const save = () => button('Save').click();

  beforeAll(async () => {
    app = await startStrapi({
      panel: true,
      env: { USER_PROFILE_CONFIG: JSON.stringify({ userMetadata: { schema: SCHEMA } }) },
    });
    id = (await getProfile(app, await registerAccount(app))).documentId;
    panel = await openPanel(app, await app.createAdmin());
    user = userPage(panel);
    await user.open(id);
  });

  afterAll(async () => {
    await panel?.close();
    await app?.stop();
  });

  it('stands beside app_metadata with the reason why that is read-only', async () => {
    await user.waitForText('app_metadata');
    await user.waitForText(/Read-only: it controls access/);
  });

  it('saves an object and shows it', async () => {
    await openEditor();
    await write('{"theme": "dark", "tags": ["a", "b"]}');
    await save();
    await user.waitForNotification('user_metadata was saved.');
    expect(await getMetadata()).toEqual({ theme: 'dark', tags: ['a', 'b'] });
    await user.waitForText('"tags"');
    await waitForEqual(() => hasFocus('Edit user_metadata'), true);
  });

  it.each([
    ['a missing comma', '{\n  "a": 1\n  "b": 2\n}', /Line 3: Missing comma/],
    ['a comment', '{\n  // why\n}', /Line 2: JSON doesn’t allow comments/],
    [
      'a key with a dot',
      '{\n  "a": {\n    "b.c": 1\n  }\n}',
      /Line 3: The key “b.c” isn’t allowed/,
    ],
    ['a key with a dollar sign', '{"$set": 1}', /Line 1: The key “\$set” isn’t allowed/],
    ['__proto__', '{\n  "__proto__": {}\n}', /Line 2: The key “__proto__” isn’t allowed/],
    ['a duplicate key', '{\n  "a": 1,\n  "a": 2\n}', /Line 3: The key “a” is used twice/],
    ['an array', '[1]', /must be an object/],
    ['more than 65,536 bytes', `{"a": "${'x'.repeat(66_000)}"}`, /66,008 bytes. At most 65,536/],
  ])('reports %s and disables Save', async (_what, text, problem) => {
    await openEditor();
    await write(text);
    await user.waitForText(problem);
    expect(await button('Save').isDisabled()).toBe(true);
    await button('Cancel').click();
    await user.press('Discard');
    await button('Edit user_metadata').waitFor();
  });

  it('shows schema violations with their lines', async () => {
    await openEditor();
    await write('{\n  "theme": "pink",\n  "address": {\n    "city": "Athens"\n  }\n}');
    await save();
    await user.waitForText(
      /Line 2: user_metadata.theme .*must be equal to one of the allowed values/
    );
    await user.waitForText(/Line 3: user_metadata.address.zip .*must have required property 'zip'/);
    await panel.screenshot('user-metadata-schema');
    await write('{"theme": "light"}');
    await save();
    await button('Edit user_metadata').waitFor();
    expect(await getMetadata()).toEqual({ theme: 'light' });
  });

  it('asks for confirmation before unsaved changes are lost', async () => {
    await openEditor();
    await write('{"draft": true}');
    await panel.page.getByRole('link', { name: 'Raw JSON' }).click();
    await user.dialog.getByText(/All your modifications will be lost/).waitFor();
    await user.press('Cancel');
    expect(await editor().textContent()).toContain('draft');

    const prompted = panel.page.waitForEvent('dialog');
    const reloaded = panel.page.reload();
    await (await prompted).accept();
    await reloaded;
    await button('Edit user_metadata').waitFor();
    expect(await getMetadata()).toEqual({ theme: 'light' });

    await openEditor();
    await button('Discard').click();
    await user.main.getByText('You have an unsaved draft').waitFor({ state: 'detached' });
    await button('Cancel').click();
    await openEditor();
    expect(await user.main.getByText('You have an unsaved draft').count()).toBe(0);
    await button('Cancel').click();
  });

  it('can be left by keyboard', async () => {
    await openEditor();
    await pressEscape(panel.page);
    await panel.page.keyboard.press('Tab');
    await waitForEqual(() => hasFocus('Cancel'), true);
    await panel.page.keyboard.press('Enter');
    await button('Edit user_metadata').waitFor();
  });

  it('shows a concurrent change instead of overwriting it', async () => {
    await openEditor();
    await saveElsewhere({ theirs: 1 });
    await write('{"mine": 1}');
    await save();
    await user.waitForText('Someone else saved while you were editing.');
    await user.waitForText('"theirs"');
    expect(await editor().textContent()).toContain('mine');
    expect(await getMetadata()).toEqual({ theirs: 1 });
    await panel.screenshot('user-metadata-conflict');
    expect(await getViolationsInThemes(panel.page)).toEqual([]);

    await button('Use their version').click();
    await user.main
      .getByText('Someone else saved while you were editing.')
      .waitFor({ state: 'detached' });
    expect(await editor().textContent()).toContain('theirs');
    await write('{"theirs": 1, "mine": 1}');
    await save();
    await button('Edit user_metadata').waitFor();
    expect(await getMetadata()).toEqual({ theirs: 1, mine: 1 });
  });

  it('overwrites a concurrent change on request', async () => {
    await openEditor();
    await saveElsewhere({ theirs: 2 });
    await write('{"mine": 2}');
    await save();
    await button('Replace with mine').click();
    await button('Edit user_metadata').waitFor();
    expect(await getMetadata()).toEqual({ mine: 2 });
  });

  it('saves if a concurrent change affects other fields only', async () => {
    await openEditor();
    await mustCall(app, 'PUT', userPath(id), { data: { nickname: 'other' } });
    await write('{"mine": 3}');
    await save();
    await button('Edit user_metadata').waitFor();
    expect(await getMetadata()).toEqual({ mine: 3 });
    expect((await getUser(app, id)).data.nickname).toBe('other');
  });

  it('causes no unexpected browser errors', () => {
    expect(panel.complaints().filter((complaint) => !REJECTIONS.test(complaint))).toEqual([]);
  });

  it('is not offered to a read-only role', async () => {
    await panel.as(await createAdminUser(app, READ_ONLY), async (limited) => {
      const page = userPage(limited);
      await limited.open(userRoute(id));
      await page.waitForText('"mine"');
      expect(await page.main.getByRole('button', { name: /Edit/ }).count()).toBe(0);
      expect(limited.complaints()).toEqual([]);
    });
  });
});
