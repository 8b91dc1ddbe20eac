/** The provider of the site in docs/connections/providers.md. */
export const askProvider = async (accessToken: string) => ({
  login: 'cedar',
  email: 'cedar@example.com',
  name: `Cedar Sample ${accessToken}`,
  avatar: 'https://pictures.example.com/cedar.png',
});
