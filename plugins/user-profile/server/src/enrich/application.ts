import { clean } from './text';

/** An application that the site has named in its configuration. */
export interface KnownApplication {
  client_id: string;
  name: string;
  /** Origins that it is served from, such as `https://shop.example.com`. */
  origins?: string[];
}

/** The client that a login is for. */
export interface Application {
  client_id: string | null;
  name: string | null;
}

export interface ApplicationFacts {
  /** `client_id` of the query. */
  clientId: string | null;
  /** Headers of these names. */
  origin: string | null;
  referer: string | null;
}

/** Length of the column. */
const MAX_NAME = 128;

const UNKNOWN: Application = { client_id: null, name: null };

const parseUrl = (text: string | null): URL | null => {
  if (text === null) {
    return null;
  }
  try {
    return new URL(text);
  } catch {
    // Also for `null`, the origin of a page that has none.
    return null;
  }
};

/** Not `url.origin`, which is "null" for the schemes of applications, such as `capacitor://localhost`. */
const originOf = ({ protocol, host }: URL): string => `${protocol}//${host}`;

const identityOf = ({ client_id, name }: KnownApplication): Application => ({ client_id, name });

const findByOrigin = (known: KnownApplication[], origin: string): KnownApplication | undefined =>
  known.find(({ origins = [] }) =>
    origins.some((text) => {
      const url = parseUrl(text);
      return url !== null && originOf(url) === origin;
    })
  );

/**
 * Tells which application a request is for: the one whose `client_id` the query names, else the one
 * that is served from the request's origin, else the host of that origin by way of a name. A
 * `client_id` that the configuration does not know tells nothing, because anybody can send it.
 *
 * The origin is that of the Origin header, or of the Referer where there is no usable one.
 */
export const resolveApplication = (
  known: KnownApplication[],
  { clientId, origin, referer }: ApplicationFacts
): Application => {
  const named = known.find(({ client_id }) => client_id === clientId);
  if (named) {
    return identityOf(named);
  }

  const url = [parseUrl(origin), parseUrl(referer)].find((candidate) => candidate?.host);
  if (!url) {
    return UNKNOWN;
  }
  const served = findByOrigin(known, originOf(url));
  return served ? identityOf(served) : { client_id: null, name: clean(url.host, MAX_NAME) };
};
