/** What belongs to one look at the list: the page, and the open event of the log. */
const MOMENTARY = /^(page|pageSize|cursor|record)(\[|$)/;

/** The part of a page's query that a view saves: search, filters and order. Without a leading `?`. */
export const viewSearch = (search: string): string => {
  const params = new URLSearchParams(search);

  [...params.keys()].filter((name) => MOMENTARY.test(name)).forEach((name) => params.delete(name));

  return params.toString();
};
