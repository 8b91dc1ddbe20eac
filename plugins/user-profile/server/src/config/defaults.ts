/** The hosts that common providers serve profile pictures from. */
export const PICTURE_HOSTS = [
  'avatars.githubusercontent.com',
  'lh3.googleusercontent.com',
  'cdn.discordapp.com',
  'secure.gravatar.com',
  'www.gravatar.com',
  'media.licdn.com',
  'pbs.twimg.com',
  'platform-lookaside.fbsbx.com',
];

export const INVITATION_TEXT = `You are invited to create your account. Choose a password here:

{link}

The link is valid until {date}. If you did not expect this email, you can ignore it.`;
