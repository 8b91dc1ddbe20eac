import { createManyUsers } from '../support/many-users';
import { openPanel, type Panel } from '../support/panel';
import { startStrapi, type TestStrapi } from '../support/strapi';
import { waitForEqual } from '../support/wait';

/** More than the panel counts exactly. */
const COUNT = 10_013;
const PAGE_SIZE = 10;

describe('the pages of a list with more users than the panel counts', () => {
  let app: TestStrapi;
  let panel: Panel;
  const emails = Array.from({ length: COUNT }, (_, index) => `u${index + 1}@example.com`).sort();

  beforeAll(async () => {
    app = await startStrapi({ panel: true });
    const admin = await app.createAdmin();
    await createManyUsers(app, COUNT);
    panel = await openPanel(app, admin);
  });

  afterAll(async () => {
    await panel?.close();
    await app?.stop();
  });

  const button = (name: string) =>
    panel.page
      .getByRole('navigation', { name: 'Pages', exact: true })
      .getByRole('button', { name, exact: true });

  const shownEmails = async () =>
    (await panel.page.getByRole('row').allInnerTexts()).flatMap(
      (text) => text.match(/u\d+@example\.com/g) ?? []
    );

  const expectUsers = (from: number, to?: number) =>
    waitForEqual(shownEmails, emails.slice(from, to));

  const openList = (search = '') =>
    panel.open(`/plugins/user-profile?sort=email:ASC&pageSize=${PAGE_SIZE}&_q=${search}`);

  it('are walked with First, Previous, Next and Last, in the order of the list', async () => {
    await openList();
    await expectUsers(0, PAGE_SIZE);
    expect(await button('First').isEnabled()).toBe(false);
    expect(await button('Previous').isEnabled()).toBe(false);
    await button('Next').click();
    await expectUsers(PAGE_SIZE, 2 * PAGE_SIZE);
    await button('Last').click();
    await expectUsers(-PAGE_SIZE);
    expect(await button('Next').isEnabled()).toBe(false);
    expect(await button('Last').isEnabled()).toBe(false);
    await button('Previous').click();
    await expectUsers(-2 * PAGE_SIZE, -PAGE_SIZE);
    await panel.page.reload();
    await expectUsers(-2 * PAGE_SIZE, -PAGE_SIZE);
    await button('First').click();
    await expectUsers(0, PAGE_SIZE);
  });

  it('are numbered again when a filter leaves few enough users', async () => {
    await openList('u1000');
    await panel.page.getByRole('link', { name: 'Go to page 2' }).waitFor();
    const found = emails.filter((email) => email.startsWith('u1000'));
    await waitForEqual(shownEmails, found.slice(0, PAGE_SIZE));
    expect(panel.complaints()).toEqual([]);
  });
});
