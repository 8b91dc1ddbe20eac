/** The `log_id` of an event of that time, in the plugin's form: the time to the millisecond and ten digits. */
export const logIdOf = (date: Date, digits: string): string =>
  date.toISOString().replace(/\D/g, '') + digits;
