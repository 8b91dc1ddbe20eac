import { z } from '@strapi/utils';

import { MAX_VIEW_NAME, MAX_VIEW_SEARCH, VIEW_PAGES, type ViewPage } from '../view-limits';
import { nameText, plainText } from './common';

export const viewPage = z.enum(VIEW_PAGES);

/** POST /views: a view of the page with the same name is replaced. */
export const saveViewBody = z.strictObject({
  data: z.strictObject({
    page: viewPage,
    name: nameText(MAX_VIEW_NAME),
    /** The query of the page's URL: search, filters and order. */
    search: plainText(MAX_VIEW_SEARCH),
  }),
});

export interface View {
  id: number;
  page: ViewPage;
  name: string;
  search: string;
}

/** GET /views (panel only): the views that this admin saved, by name. */
export declare namespace FindViews {
  export interface Response {
    data: View[];
  }
}

export declare namespace SaveView {
  export interface Request {
    body: z.input<typeof saveViewBody>;
  }
  export interface Response {
    data: View[];
  }
}

/** DELETE /views/:id */
export declare namespace DeleteView {
  export interface Response {
    data: View[];
  }
}
