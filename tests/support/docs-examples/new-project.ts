import { codeBlocks } from './code-blocks';

/** `tsconfig.json` of a project made by create-strapi-app 5.54.0. */
export const TSCONFIG = {
  compilerOptions: {
    module: 'CommonJS',
    moduleResolution: 'Node',
    lib: ['ES2020'],
    target: 'ES2019',
    strict: true,
    skipLibCheck: true,
    forceConsistentCasingInFileNames: true,
    incremental: true,
    esModuleInterop: true,
    resolveJsonModule: true,
    noEmitOnError: true,
    noImplicitThis: true,
    outDir: 'dist',
    rootDir: '.',
  },
  include: ['./', './**/*.ts', './**/*.js', 'src/**/*.json'],
  exclude: ['node_modules/', 'dist/'],
};

/** `config/plugins.ts` of the same project, with fewer media types. */
const PLUGINS = `import type { Core } from '@strapi/strapi';

const allowedMediaTypes = ['image/*', 'video/*'];

const config = ({ env }: Core.Config.Shared.ConfigParams): Core.Config.Plugin => ({
  'users-permissions': {
    config: {
      jwtManagement: 'refresh',
      sessions: {
        httpOnly: true,
      },
    },
  },
  upload: {
    config: {
      security: {
        allowedTypes: allowedMediaTypes,
      },
    },
  },
});

export default config;
`;

/** `config/plugins.ts` of a project without any entry. */
const EMPTY_PLUGINS = `import type { Core } from '@strapi/strapi';

const config = (): Core.Config.Plugin => ({
});

export default config;
`;

const withEntries = (plugins: string, entries: string[]): string =>
  plugins.replace('\n});\n', `\n${entries.join('')}});\n`);

/** `config/plugins.ts` after the reader of a README has followed its instructions. */
export interface Followed {
  /** For a new project. */
  newProject: string;
  /** For a project without the entry `users-permissions`. */
  olderProject: string;
}

export const followReadme = (page: string): Followed => {
  const [userProfile, usersPermissions] = codeBlocks()
    .filter((block) => block.page === page)
    .map(({ code }) => code);
  return {
    newProject: withEntries(PLUGINS, [userProfile]),
    olderProject: withEntries(EMPTY_PLUGINS, [userProfile, usersPermissions]),
  };
};

export const READMES = ['README.md', 'plugins/user-profile/README.md'];
