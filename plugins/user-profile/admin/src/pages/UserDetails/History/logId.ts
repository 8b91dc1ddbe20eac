/** A `log_id` begins with the moment of its event, to the millisecond. */
const STAMP = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d{3})\d+$/;

export const dateOfLogId = (logId: string): Date | undefined => {
  const parts = STAMP.exec(logId);

  if (!parts) {
    return undefined;
  }

  const [, year, month, day, hour, minute, second, millisecond] = parts;
  const date = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}.${millisecond}Z`);

  return Number.isNaN(date.getTime()) ? undefined : date;
};
