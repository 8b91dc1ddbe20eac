import { HOST } from './port.mjs';
import { sample } from './settings.mjs';

/** One line without quotes that shells disagree about. */
const curlLine = (port) =>
  [
    'curl -s',
    `-H "X-Forwarded-For: ${sample.visitor.address}"`,
    `-d identifier=${sample.visitor.email}`,
    `-d password=${sample.sampleUserPassword}`,
    `http://${HOST}:${port}/api/auth/local`,
  ].join(' ');

export const welcome = ({ admin }, port) => `
The demo is up.

  Panel      http://${HOST}:${port}/admin/plugins/user-profile
  Email      ${admin.email}
  Password   ${admin.password}

Log one of the sample users in, from another terminal, with an address in Australia:

  ${curlLine(port)}

It answers with a token ("jwt"). Then look up ${sample.visitor.email} in the panel:
there is a new device, a new event in History and a new pin in Locations. Details shows a
second way in, by GitHub, that was linked. Connections has sources of other kinds; those at
example.com answer nobody.

The passwords are public, so the demo listens on this machine alone. It believes what
X-Forwarded-For says, as behind a proxy of your own; never run a real site this way.

Ctrl-C stops it; the next start is quick and has the same data.
To start afresh, remove the folder .demo.
`;
