import type { ContentApiRoute } from '../routes/content-api/route';
import type { Json } from './schemas';

const DESCRIPTIONS: Record<string, string> = {
  Me: 'The profile and the data of the logged-in user.',
  Users: 'The users of the site, and the actions on one user.',
  Imports: 'Importing users from files.',
  'Import errors': 'The lines of a file that were not imported.',
  'Link preview': 'What linking two users would change.',
  Identities: 'Linking users into one, and separating them again.',
  Devices: 'The devices of a user.',
  'Device sessions': 'The sessions of a device.',
  Events: 'The history of a user.',
  Locations: 'The places of the logins of a user.',
  'Event log': 'The events of all users, to follow and to import.',
  Metrics: 'Numbers for monitoring.',
  Health: 'Whether the plugin works.',
  Connections: 'The sources of users.',
  Strategies: 'How the connections of one kind work.',
  Login: 'Logins through the connections of the plugin.',
  'Sign up': 'Sign-ups through the connections of the plugin.',
  Invitations: 'Accepting an invitation.',
  'Password reset': 'Password resets of users of the connections.',
};

/** One tag for each controller, except that all of `/me` share one. */
export const tagOf = (handler: string): string => {
  const [controller] = handler.split('.');
  const tag = controller.startsWith('me-') ? 'me' : controller.replaceAll('-', ' ');
  return tag[0].toUpperCase() + tag.slice(1);
};

/** The tags of the routes, in the order of the routes. */
export const tagsOf = (routes: ContentApiRoute[]): Json[] =>
  [...new Set(routes.map(({ handler }) => tagOf(handler)))].map((name) => ({
    name,
    description: DESCRIPTIONS[name],
  }));
