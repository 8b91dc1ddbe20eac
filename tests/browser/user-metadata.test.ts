import { registerAccount } from '../support/accounts';
import { mustCall } from '../support/admin-api';
import { createAdminUser } from '../support/admins';
import { openPanel, type Panel } from '../support/panel';
import { startStrapi, type TestStrapi } from '../support/strapi';
import { READ_ONLY, userPage, userRoute, type UserPage } from '../support/user-page';
import { getUser, profileOf, userPath } from '../support/users';

const SCHEMA = {
  type: 'object',
  properties: {
    theme: { enum: ['dark', 'light'] },
    address: { type: 'object', required: ['zip'] },
  },
};

/** What the browser writes of a request that the server refuses on purpose. */
const REFUSALS = /status of (400|409)/;

describe('the metadata of a user', () => {
  let app: TestStrapi;
  let panel: Panel;
  let user: UserPage;
  let id: string;

  const editor = () => panel.page.getByRole('textbox', { name: 'user_metadata as JSON' });
  const button = (name: string) => user.main.getByRole('button', { name, exact: true });
  const hasFocus = (name: string) =>
    button(name).evaluate((element) => element === document.activeElement);
  const stored = async () => (await getUser(app, id)).data.user_metadata;

  /** Another administrator, by HTTP. */
  const saveElsewhere = (metadata: unknown) =>
    mustCall(app, 'PUT', userPath(id), { data: { user_metadata: metadata }, metadata: 'replace' });

  const edit = async () => {
    await button('Edit user_metadata').click();
    await editor().waitFor();
    await panel.page.waitForFunction(() => document.activeElement?.matches('.cm-content'));
  };

  /** In one piece: the editor would close brackets that are typed. */
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
    id = (await profileOf(app, await registerAccount(app))).documentId;
    panel = await openPanel(app, await app.createAdmin());
    user = userPage(panel);
    await user.open(id);
  });

  afterAll(async () => {
    await panel?.close();
    await app?.stop();
  });

  it('is shown with app_metadata, which says why it is read-only', async () => {
    await user.see('app_metadata');
    await user.see(/Read-only: it controls access/);
  });

  it('is saved, and shown', async () => {
    await edit();
    await write('{"theme": "dark", "tags": ["a", "b"]}');
    await save();
    await user.told('user_metadata was saved.');
    expect(await stored()).toEqual({ theme: 'dark', tags: ['a', 'b'] });
    await user.see('"tags"');
    expect(await hasFocus('Edit user_metadata')).toBe(true);
  });

  it.each([
    ['a comma that is missing', '{\n  "a": 1\n  "b": 2\n}', /Line 3: Missing comma/],
    ['a comment', '{\n  // why\n}', /Line 2: JSON does not allow comments/],
    [
      'a key with a dot',
      '{\n  "a": {\n    "b.c": 1\n  }\n}',
      /Line 3: The key “b.c” is not allowed/,
    ],
    ['a key with a dollar sign', '{"$set": 1}', /Line 1: The key “\$set” is not allowed/],
    ['__proto__', '{\n  "__proto__": {}\n}', /Line 2: The key “__proto__” is not allowed/],
    ['a key that is used twice', '{\n  "a": 1,\n  "a": 2\n}', /Line 3: The key “a” is used twice/],
    ['a list', '[1]', /must be an object/],
    ['too much', `{"a": "${'x'.repeat(66_000)}"}`, /66,008 bytes. At most 65,536/],
  ])('cannot be saved with %s', async (_what, text, problem) => {
    await edit();
    await write(text);
    await user.see(problem);
    expect(await button('Save').isDisabled()).toBe(true);
    await button('Cancel').click();
    await user.press('Discard');
    await button('Edit user_metadata').waitFor();
  });

  it('is told what the schema of the site does not allow, at its line', async () => {
    await edit();
    await write('{\n  "theme": "pink",\n  "address": {\n    "city": "Athens"\n  }\n}');
    await save();
    await user.see(/Line 2: user_metadata.theme must be equal to one of the allowed values/);
    await user.see(/Line 3: user_metadata.address.zip must have required property 'zip'/);
    await panel.screenshot('user-metadata-schema');
    await write('{"theme": "light"}');
    await save();
    await button('Edit user_metadata').waitFor();
    expect(await stored()).toEqual({ theme: 'light' });
  });

  it('is not lost by leaving the tab or the page', async () => {
    await edit();
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
    expect(await stored()).toEqual({ theme: 'light' });
  });

  it('can be left by keyboard', async () => {
    await edit();
    await panel.page.keyboard.press('Escape');
    await panel.page.keyboard.press('Tab');
    expect(await hasFocus('Cancel')).toBe(true);
    await panel.page.keyboard.press('Enter');
    await button('Edit user_metadata').waitFor();
  });

  it('that somebody else saved meanwhile is not overwritten unseen', async () => {
    await edit();
    await saveElsewhere({ theirs: 1 });
    await write('{"mine": 1}');
    await save();
    await user.see('Someone else saved while you were editing.');
    await user.see('"theirs"');
    expect(await editor().textContent()).toContain('mine');
    expect(await stored()).toEqual({ theirs: 1 });
    await panel.screenshot('user-metadata-conflict');

    await button('Use their version').click();
    await user.main
      .getByText('Someone else saved while you were editing.')
      .waitFor({ state: 'detached' });
    expect(await editor().textContent()).toContain('theirs');
    await write('{"theirs": 1, "mine": 1}');
    await save();
    await button('Edit user_metadata').waitFor();
    expect(await stored()).toEqual({ theirs: 1, mine: 1 });
  });

  it('is overwritten by whoever says so', async () => {
    await edit();
    await saveElsewhere({ theirs: 2 });
    await write('{"mine": 2}');
    await save();
    await button('Replace with mine').click();
    await button('Edit user_metadata').waitFor();
    expect(await stored()).toEqual({ mine: 2 });
  });

  it('is saved where somebody else changed only the rest of the user', async () => {
    await edit();
    await mustCall(app, 'PUT', userPath(id), { data: { nickname: 'other' } });
    await write('{"mine": 3}');
    await save();
    await button('Edit user_metadata').waitFor();
    expect(await stored()).toEqual({ mine: 3 });
    expect((await getUser(app, id)).data.nickname).toBe('other');
  });

  it('brought no complaint of the browser', () => {
    expect(panel.complaints().filter((complaint) => !REFUSALS.test(complaint))).toEqual([]);
  });

  it('cannot be edited by a role that only reads', async () => {
    const limited = await openPanel(app, await createAdminUser(app, READ_ONLY));
    try {
      const page = userPage(limited);
      await limited.open(userRoute(id));
      await page.see('"mine"');
      expect(await page.main.getByRole('button', { name: /Edit/ }).count()).toBe(0);
    } finally {
      await limited.close();
    }
  });
});
