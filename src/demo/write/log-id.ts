/** A `log_id` in the format of the plugin: the time in milliseconds and ten digits. */
export const logIdOf = (date: Date, digits: string): string =>
  date.toISOString().replace(/\D/g, '') + digits;
