/** The club service of the site in docs/connections/own-strategy.md. */
interface Member {
  number: number;
  name: string;
  email: string;
  emailIsVerified: boolean;
}

export const club = {
  async check(
    _url: string,
    apiKey: string,
    identifier: string,
    password: string
  ): Promise<Member | null> {
    if (apiKey !== 'sample-key' || password !== 'correct-Horse-7') {
      return null;
    }
    return { number: 17, name: 'Birch Sample', email: identifier, emailIsVerified: true };
  },
  ping: async (url: string): Promise<string> => `${url} responds`,
};
