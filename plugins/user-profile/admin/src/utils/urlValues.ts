import { type Day, endOfDay, parseDay, startOfDay } from './days';

export interface DayRange {
  from?: Day;
  to?: Day;
}

export const record = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

export const flag = (value: unknown): boolean | undefined => {
  const text = String(value);

  return text === 'true' || text === 'false' ? text === 'true' : undefined;
};

export const days = (value: unknown): DayRange => ({
  from: parseDay(record(value).$gte),
  to: parseDay(record(value).$lte),
});

/** The API compares instants with instants. */
export const instants = ({ from, to }: DayRange) => ({
  $gte: from && startOfDay(from),
  $lt: to && endOfDay(to),
});
