export interface RequestOptions {
  /** Sent as JSON. */
  body?: unknown;
  headers?: Record<string, string>;
  /** A Bearer token of an account or an admin, or an API token. */
  token?: string;
}

export interface ApiResponse<Body> {
  status: number;
  /** The parsed JSON, or the text if it is not JSON. */
  body: Body;
  headers: Headers;
}

/** Any JSON. A test that knows the type passes it as a type argument. */
export type AnyBody = ReturnType<typeof JSON.parse>;

export type Requester = <Body = AnyBody>(
  method: string,
  path: string,
  options?: RequestOptions
) => Promise<ApiResponse<Body>>;

/** A thin `fetch` for one server. It does not follow redirects. */
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
