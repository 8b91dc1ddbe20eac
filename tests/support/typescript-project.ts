import { execFile } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

import { codeBlocks, sampleModules, toModule } from './docs-examples/code-blocks';
import { followReadme, READMES, TSCONFIG } from './docs-examples/new-project';

const TSC = require.resolve('typescript/bin/tsc');

/** How TypeScript finds packages: as in new Strapi projects, and the newer ways. */
export const RESOLUTIONS = [
  ['CommonJS', 'Node'],
  ['Node16', 'Node16'],
  ['ESNext', 'Bundler'],
] as const;

/** Code that uses the public types. The lines after a `@ts-expect-error` must not compile. */
const TYPE_USES = `import type { Core } from '@strapi/strapi';
import type {
  ConnectionConfig,
  Profile,
  Strategy,
  UserEvent,
  UserProfileConfig,
  UserProfileEvents,
} from 'strapi-plugin-user-profile';
import plugin from 'strapi-plugin-user-profile/strapi-server';
import panel from 'strapi-plugin-user-profile/strapi-admin';

export const parts = [plugin.config, plugin.services, panel];

export const use = async (strapi: Core.Strapi): Promise<void> => {
  const userProfile = strapi.plugin('user-profile');
  await userProfile.service('app-metadata').set('id', { plan: 'gold' });
  // @ts-expect-error the service has no such method
  userProfile.service('app-metadata').thereIsNoSuchMethod(1, 2, 3);
  // @ts-expect-error the service is internal
  userProfile.service('user-reader');
  const hooks = userProfile.service('login-hooks');
  hooks.register({ beforeLogin: async ({ user }) => ({ claims: { name: user.name } }) });
  // @ts-expect-error the hook returns something else
  hooks.register({ beforeLogin: () => false });
  // @ts-expect-error the service has no such method
  strapi.service('plugin::user-profile.app-metadata').thereIsNoSuchMethod();

  strapi.eventHub.on('user-profile.login.success', async ({ ip }) => void ip?.length);
  // @ts-expect-error the event has no such value
  strapi.eventHub.on('user-profile.login.success', async ({ password }) => void password);

  // Other plugins and events stay as they were.
  strapi.plugin('upload').service('upload').anything();
  strapi.eventHub.on('entry.create', async ({ model }) => void model);
};

export const emailOf = ({ email }: Profile): string | undefined => email;
export const typeOf = ({ type }: UserEvent): string => type;
// @ts-expect-error the event has no such value
export const passwordOf = ({ password }: UserEvent): unknown => password;

export const name: UserProfileEvents['user-profile.device.link']['device']['name'] = null;

// @ts-expect-error there is no such setting
export const setting: UserProfileConfig = { retention: { weeks: 3 } };

export const plugins: Core.Config.Plugin = {
  // @ts-expect-error the value has another type
  'user-profile': { config: { retention: { days: 'many' } } },
};

// @ts-expect-error an option is missing
export const oidc: ConnectionConfig = { name: 'a', strategy: 'oidc', options: { issuer: 'b' } };

// @ts-expect-error the functions are missing
export const legacy: ConnectionConfig = { name: 'a', strategy: 'custom-database' };

// @ts-expect-error most methods are missing
export const strategy: Strategy = { name: 'a' };
`;

/** A strict TypeScript project that has the packages of an application. */
export interface TypeScriptProject {
  /** @returns the errors of all code blocks of the documentation, each with page and line */
  compileDocs(): Promise<string>;
  /** @returns the errors of code that uses the public types, as CommonJS and as an ES module */
  compileTypeUses(module: string, moduleResolution: string): Promise<string>;
}

export const createTypeScriptProject = (folder: string, nodeModules: string): TypeScriptProject => {
  const write = (name: string, content: string): string => {
    const file = path.join(folder, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, content);
    return file;
  };
  const tsc = (...args: string[]) =>
    new Promise<string>((resolve) => {
      execFile(
        process.execPath,
        [TSC, '--noEmit', ...args],
        { cwd: folder },
        (error, stdout, stderr) => resolve(error ? stdout || stderr || error.message : '')
      );
    });

  write('tsconfig.json', JSON.stringify(TSCONFIG));
  fs.symlinkSync(nodeModules, path.join(folder, 'node_modules'), 'dir');

  return {
    compileDocs() {
      for (const block of codeBlocks().filter(({ language }) => language === 'ts')) {
        const site = block.title.replace(/\W+/g, '-');
        for (const [name, content] of [...sampleModules(), [block.file, toModule(block)]]) {
          write(path.join('docs', site, name), content);
        }
      }
      for (const page of READMES) {
        const { newProject, olderProject } = followReadme(page);
        const site = page.replace(/\W+/g, '-');
        write(path.join('readme', site, 'new/config/plugins.ts'), newProject);
        write(path.join('readme', site, 'older/config/plugins.ts'), olderProject);
      }
      return tsc('-p', 'tsconfig.json');
    },
    compileTypeUses(module, moduleResolution) {
      const files = [write('uses/types.ts', TYPE_USES), write('uses/esm.mts', TYPE_USES)];
      const options = ['--module', module, '--moduleResolution', moduleResolution];
      return tsc(...options, '--target', 'ES2022', '--strict', '--skipLibCheck', ...files);
    },
  };
};
