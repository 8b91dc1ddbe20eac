export interface ProviderRequest {
  method: string;
  url: URL;
  headers: Record<string, string | undefined>;
  body: URLSearchParams;
}

export interface ProviderResponse {
  status: number;
  headers: Record<string, string>;
  body: string;
}

export declare const createProvider: (options: {
  issuer: string;
  client: { id: string; secret: string; redirectUri: string };
  people: { sub: string; name: string; email: string; email_verified: boolean }[];
}) => (request: ProviderRequest) => ProviderResponse;
