/** The orders of the Users list, and those of the Content Manager that are closest to them. */
export const ORDERS: { sort: string; counterpart: string }[];
