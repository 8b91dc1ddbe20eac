export const GUIDE_PATH = 'demo';

const USERS = '/plugins/user-profile';
const SAMPLE_USERS = `${USERS}?filters[connection][$in][0]=sample`;

export interface StepLink {
  label: string;
  href: string;
  /** Leads to a page or a file outside of the panel. */
  isExternal?: boolean;
}

export interface Step {
  title: string;
  text: string;
  /** The first one is that of the title on the home page. */
  links: readonly [StepLink, ...StepLink[]];
}

const FRONT_END: StepLink = {
  label: 'Open the sample front end',
  href: '/demo',
  isExternal: true,
};

export const STEPS: readonly Step[] = [
  {
    title: 'Log in with the sample provider',
    text: 'The sample front end sends you to an OpenID provider that runs beside the demo. Choose one of its people. Back on the page you see the profile of a new user.',
    links: [FRONT_END],
  },
  {
    title: 'Find the new user',
    text: 'Open the user. History shows the sign-up and the login, Devices the browser, and Locations the city that you chose.',
    links: [{ label: 'Show users of the provider', href: SAMPLE_USERS }],
  },
  {
    title: 'Unlink a device',
    text: 'Choose Unlink device in Devices. Then repeat the request in the sample front end: it is rejected.',
    links: [{ label: 'Show users of the provider', href: SAMPLE_USERS }, FRONT_END],
  },
  {
    title: 'Block a user',
    text: 'Log in again in the sample front end, and block the user here. The next request is rejected, and so is the next login.',
    links: [{ label: 'Show users of the provider', href: SAMPLE_USERS }, FRONT_END],
  },
  {
    title: 'Look at the map',
    text: 'Acacia Sample has logged in from several cities. Open the user and choose Locations. The map works without internet access.',
    links: [{ label: 'Find Acacia Sample', href: `${USERS}?_q=acacia.sample@example.com` }],
  },
  {
    title: 'Filter the list',
    text: 'Change or combine the filters, and save the result as a view.',
    links: [{ label: 'Show blocked users', href: `${USERS}?filters[blocked][$eq]=true` }],
  },
  {
    title: 'Import users from a file',
    text: 'Download the sample file, and choose it on the import page. A dry run shows what the import would do.',
    links: [
      { label: 'Open the import page', href: `${USERS}/imports` },
      { label: 'Download the sample file', href: '/demo/users.csv', isExternal: true },
    ],
  },
];
