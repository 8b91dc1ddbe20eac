import settings from './settings.json';

/**
 * The connection to the sample OpenID provider, as a site would write it in `config/plugins`. The config and not
 * the database has it, because the ports of the demo can change.
 *
 * @param providerUrl empty if the provider does not run
 * @param port of the site
 */
export const sampleProviderConfig = (providerUrl: string, port: number) =>
  providerUrl === ''
    ? {}
    : {
        connections: [
          {
            name: 'sample',
            display_name: 'Sample provider',
            strategy: 'oidc',
            options: {
              issuer: providerUrl,
              client_id: settings.provider.clientId,
              client_secret: settings.provider.clientSecret,
              redirect_urls: [`http://127.0.0.1:${port}/demo`],
            },
          },
        ],
        sources: { allowedPrivateHosts: [new URL(providerUrl).host] },
      };
