export interface RequestOptions {
  /** Sent as JSON. */
  body?: unknown;
  headers?: Record<string, string>;
  /** A Bearer token: of an account, an admin or an API token. */
  token?: string;
}

export interface ApiResponse<Body> {
  status: number;
  /** Parsed where it is JSON, else the text. */
  body: Body;
  headers: Headers;
}

/** Whatever JSON holds: a test that knows better says so with a type argument. */
export type AnyBody = ReturnType<typeof JSON.parse>;

export type Requester = <Body = AnyBody>(
  method: string,
  path: string,
  options?: RequestOptions
) => Promise<ApiResponse<Body>>;

/** A thin `fetch` for one server. Redirects are answers, not followed. */
export const requester =
  (baseUrl: string): Requester =>
  async <Body>(
    method: string,
    path: string,
    { body, headers = {}, token }: RequestOptions = {}
  ): Promise<ApiResponse<Body>> => {
    const response = await fetch(new URL(path, baseUrl), {
      method,
      redirect: 'manual',
      headers: {
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });

    const text = await response.text();
    const isJson =
      response.headers.get('content-type')?.startsWith('application/json') && text !== '';

    return {
      status: response.status,
      body: isJson ? JSON.parse(text) : text,
      headers: response.headers,
    };
  };
