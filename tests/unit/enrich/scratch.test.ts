import { describeUserAgent } from '../../../plugins/user-profile/server/src/enrich';
const { C } = require('/tmp/c2.cjs');
test('x', () => { console.log(C.map(([id, ua]: [string,string]) => id.padEnd(24) + JSON.stringify(Object.values(describeUserAgent(ua)))).join('\n')); });
