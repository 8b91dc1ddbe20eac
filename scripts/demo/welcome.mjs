import { siteUrl } from './port.mjs';
import { sample } from './settings.mjs';

/** Uses only quotes that all shells accept. */
const curlLine = (port) =>
  [
    'curl -s',
    `-H "X-Forwarded-For: ${sample.visitor.ip}"`,
    `-d identifier=${sample.visitor.email}`,
    `-d password=${sample.sampleUserPassword}`,
    `${siteUrl(port)}/api/auth/local`,
  ].join(' ');

export const welcome = ({ admin }, { port, providerUrl }) => `
The demo is running.

  Panel               ${siteUrl(port)}/admin/demo
  Email               ${admin.email}
  Password            ${admin.password}

  Sample front end    ${siteUrl(port)}/demo
  Sample provider     ${providerUrl}

The panel begins with a page that says what to try. The sample front end logs users in by a
redirect to the sample OpenID provider, which asks for no password.

To log in as a sample user with an Australian IP address, run in another terminal:

  ${curlLine(port)}

The response contains a token ("jwt"). Then open ${sample.visitor.email} in the panel:
there is a new device, a new event in History and a new pin in Locations. Details shows a
linked GitHub identity. Connections has connections of other types. Those at example.com
are not reachable.

The passwords are public, so the demo listens on loopback only. It trusts X-Forwarded-For,
as behind a reverse proxy. Do not run a real site like this.

Press Ctrl-C to stop. The next start is faster and keeps the data.
To reset the demo, remove the folder .demo.
`;
