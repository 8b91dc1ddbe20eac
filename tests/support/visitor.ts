/** A minimal browser: follows redirects and keeps its own cookies per port. */
export const newVisitor = (headers: Record<string, string> = {}) => {
  const jars = new Map<string, Map<string, string>>();

  const getJar = (url: URL) => {
    const jar = jars.get(url.port) ?? new Map<string, string>();
    jars.set(url.port, jar);
    return jar;
  };

  /** Sends one request and does not follow a redirect. */
  const visit = async (address: string): Promise<Response> => {
    const url = new URL(address);
    const jar = getJar(url);
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, {
      redirect: 'manual',
      headers: { ...headers, ...(cookie ? { cookie } : {}) },
    });
    for (const line of response.headers.getSetCookie()) {
      const [pair, ...attributes] = line.split(';');
      const at = pair.indexOf('=');
      const isOver = attributes.some((each) => /expires=Thu, 01 Jan 1970/i.test(each));
      if (isOver) {
        jar.delete(pair.slice(0, at));
      } else {
        jar.set(pair.slice(0, at), pair.slice(at + 1));
      }
    }
    return response;
  };

  /** The target of a redirect. `localhost` becomes 127.0.0.1, so the cookies still apply. */
  const getLocation = (response: Response, from: string): string => {
    const to = new URL(response.headers.get('location') ?? '', from);
    if (to.hostname === 'localhost') {
      to.hostname = '127.0.0.1';
    }
    return to.href;
  };

  return {
    visit,

    /** Follows redirects until `isEnd` accepts the next URL or a response is no redirect. */
    async follow(
      start: string,
      isEnd: (address: string) => boolean
    ): Promise<{ address: string; response: Response | null }> {
      let address = start;
      for (let hop = 0; hop < 20; hop += 1) {
        if (isEnd(address)) {
          return { address, response: null };
        }
        const response = await visit(address);
        if (response.status < 300 || response.status > 399) {
          return { address, response };
        }
        address = getLocation(response, address);
      }
      throw new Error(`Too many redirects from ${start}`);
    },
  };
};

export type Visitor = ReturnType<typeof newVisitor>;
