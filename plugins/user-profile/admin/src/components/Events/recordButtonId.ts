/** The ID of the button that opens the details of an event, to which the focus returns. */
export const recordButtonId = (logId: string): string => `history-record-${logId}`;
