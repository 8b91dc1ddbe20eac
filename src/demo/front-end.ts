import fs from 'node:fs';
import path from 'node:path';

import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';

/** The sample front end, and a file to import. Paths of files start at the application. */
const FILES: Record<string, { file: string; type: string }> = {
  '/demo': { file: 'src/demo/front-end/index.html', type: 'text/html' },
  '/demo/page.js': { file: 'src/demo/front-end/page.js', type: 'text/javascript' },
  '/demo/page.css': { file: 'src/demo/front-end/page.css', type: 'text/css' },
  '/demo/users.csv': { file: 'docs/import-samples/users.csv', type: 'text/csv' },
};

/** Serves the page that logs users in by the sample provider, as a front end of the site would. */
export const serveFrontEnd = (strapi: Core.Strapi): void => {
  for (const [url, { file, type }] of Object.entries(FILES)) {
    strapi.server.router.get(url, (ctx: Context) => {
      ctx.type = type;
      ctx.body = fs.createReadStream(path.join(strapi.dirs.app.root, file));
    });
  }
};
