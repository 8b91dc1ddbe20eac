/** Limits of saved views, without zod, for the panel. */
export const MAX_VIEWS = 50;
export const MAX_VIEW_NAME = 60;
export const MAX_VIEW_SEARCH = 4000;

/** The pages of the panel that have saved views. */
export const VIEW_PAGES = ['users', 'log'] as const;

export type ViewPage = (typeof VIEW_PAGES)[number];
