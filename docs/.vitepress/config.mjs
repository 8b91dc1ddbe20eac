import { defineConfig } from 'vitepress';

const REPOSITORY = 'https://github.com/strapi-plugin-user-profile/strapi-plugin-user-profile';

/** Anchors as GitHub makes them, so that the links of the pages work in both places. */
const slugify = (heading) =>
  heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(' ', '-');

/** A link to a file that is no page of the site, such as openapi.json, leads to the repository. */
const linkToFile = (href, page) => {
  const { protocol, pathname, hash } = new URL(href, `file:///docs/${page}`);
  const isPage = /^\/docs\/.*\.md$/.test(pathname) || href.startsWith('#');
  return protocol !== 'file:' || isPage ? href : `${REPOSITORY}/blob/main${pathname}${hash}`;
};

const repositoryLinks = (md) => {
  md.core.ruler.push('repository_links', ({ tokens, env }) => {
    for (const token of tokens.flatMap(({ children }) => children ?? [])) {
      if (token.type === 'link_open') {
        token.attrSet('href', linkToFile(token.attrGet('href'), env.relativePath));
      }
    }
  });
};

export default defineConfig({
  title: 'User Profiles for Strapi',
  description: 'Every end user of a Strapi site in one place.',
  head: [['link', { rel: 'icon', href: 'data:,' }]],
  outDir: '../.tmp/docs',
  cacheDir: '../.tmp/docs-cache',
  rewrites: {
    'README.md': 'index.md',
    ':folder/README.md': ':folder/index.md',
  },
  markdown: { anchor: { slugify }, attrs: { disable: true }, config: repositoryLinks },
  themeConfig: {
    search: { provider: 'local' },
    outline: [2, 3],
    socialLinks: [{ icon: 'github', link: REPOSITORY }],
    sidebar: [
      {
        text: 'Guide',
        items: [
          { text: 'Start', link: '/start' },
          { text: 'Concepts', link: '/concepts' },
          { text: 'The panel', link: '/panel' },
          { text: 'REST by example', link: '/rest' },
          { text: 'Linking', link: '/linking' },
          { text: 'FAQ and troubleshooting', link: '/faq' },
        ],
      },
      {
        text: 'Connections',
        items: [
          { text: 'Overview', link: '/connections/' },
          { text: 'Users & Permissions', link: '/connections/providers' },
          { text: 'database', link: '/connections/database' },
          { text: 'custom-database', link: '/connections/custom-database' },
          { text: 'web-service', link: '/connections/web-service' },
          { text: 'oidc', link: '/connections/oidc' },
          { text: 'email', link: '/connections/email' },
          { text: 'Your own strategy', link: '/connections/own-strategy' },
        ],
      },
      {
        text: 'Running a site',
        items: [
          { text: 'Security', link: '/security' },
          { text: 'Operating', link: '/operating' },
          { text: 'Import and migration', link: '/import' },
          { text: 'Password hashes', link: '/password-hashes' },
          { text: 'Export', link: '/export' },
          { text: 'Leaving', link: '/leaving' },
          { text: 'Performance', link: '/performance' },
        ],
      },
      {
        text: 'Extending',
        items: [
          { text: 'Overview', link: '/extending' },
          { text: 'Login hooks', link: '/login-hooks' },
          { text: 'TypeScript', link: '/typescript' },
          { text: 'MCP', link: '/mcp' },
          { text: 'Translating', link: '/translating' },
        ],
      },
      {
        text: 'Reference',
        items: [
          { text: 'Configuration', link: '/configuration' },
          { text: 'Events', link: '/events' },
          { text: 'Permissions', link: '/permissions' },
          { text: 'REST', link: '/rest-reference' },
          { text: 'Admin API', link: '/admin-api' },
          { text: 'Glossary', link: '/glossary' },
        ],
      },
      {
        text: 'Project',
        collapsed: true,
        items: [
          { text: 'Architecture', link: '/architecture' },
          { text: 'Decisions', link: '/decisions/' },
          { text: 'Accessibility', link: '/accessibility' },
        ],
      },
    ],
  },
});
