import { clean } from '../../../shared/storable-text';

/** An application from the configuration of the plugin. */
export interface KnownApplication {
  client_id: string;
  name: string;
  /** The origins of its pages, such as `https://shop.example.com`. */
  origins?: string[];
}

/** The client application of a login. */
export interface Application {
  client_id: string | null;
  name: string | null;
}

export interface ApplicationFacts {
  /** The query parameter `client_id`. */
  clientId: string | null;
  /** The headers `Origin` and `Referer`. */
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
    // Browsers send the origin `null` for pages without one.
    return null;
  }
};

/** Not `url.origin`: it is "null" for schemes of apps, such as `capacitor://localhost`. */
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
 * Finds the application of a request: by `client_id`, else by origin, else the host of the origin serves
 * as its name. A `client_id` that is not configured is ignored, since any client could send it.
 *
 * @param facts the origin is taken from `origin`, or from `referer` if `origin` is missing or invalid
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
