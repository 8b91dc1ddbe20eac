import { isDeepStrictEqual } from 'node:util';

import type { AccountFieldType } from '../../../../../shared/contracts/account-fields';
import type { JsonValue } from '../../../../../shared/contracts/json';
import { asBoolean, asDate, asJson } from '../../../runtime/database/rows';

const DATES: readonly (string | null)[] = ['datetime', 'timestamp'];

/** MySQL and PostgreSQL add milliseconds, and leave them off again. */
const timeOf = (value: unknown): string => {
  const [time, fraction = ''] = String(value).split('.');
  return `${time.padEnd('hh:mm:ss'.length, ':00')}.${fraction.padEnd(3, '0').slice(0, 3)}`;
};

/** Whether a column has a value of the file already. Each database returns values in its form. */
export const hasValue = (
  type: AccountFieldType | null,
  stored: unknown,
  value: JsonValue
): boolean => {
  if (stored === null || stored === undefined || value === null) {
    return String(stored ?? '') === String(value ?? '');
  }
  if (type === 'json' || type === 'blocks') {
    return isDeepStrictEqual(asJson<unknown>(stored, stored), value);
  }
  if (type === 'boolean') {
    return asBoolean(stored) === value;
  }
  if (DATES.includes(type)) {
    return asDate(stored)?.getTime() === new Date(String(value)).getTime();
  }
  if (type === 'time') {
    return timeOf(stored) === timeOf(value);
  }
  return (
    String(stored) === String(value) || (typeof value === 'number' && Number(stored) === value)
  );
};
