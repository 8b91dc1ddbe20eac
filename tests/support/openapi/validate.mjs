/** Validates the OpenAPI document on standard input. Jest cannot load the validator, an ES module. */
import { text } from 'node:stream/consumers';

import { Validator } from '@seriousme/openapi-schema-validator';

const validator = new Validator();
const { valid, errors } = await validator.validate(JSON.parse(await text(process.stdin)));

if (!valid || validator.version !== '3.1') {
  console.error(JSON.stringify(errors ?? `it is OpenAPI ${validator.version}`, null, 2));
  process.exitCode = 1;
}
