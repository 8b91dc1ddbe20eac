import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import rootPackage from '../../package.json';
import { randomSecrets } from './secrets';
import {
  getFreePort,
  type ServerProcess,
  SPARE_PORT_BLOCK,
  startServerProcess,
} from './server-process';

const ROOT = path.resolve(__dirname, '..', '..');
const PLUGIN = 'strapi-plugin-user-profile';

/** The version of Strapi and its plugins: a range or a tag in `TEST_STRAPI`, or that of this repository. */
export const STRAPI_VERSION = process.env.TEST_STRAPI ?? rootPackage.dependencies['@strapi/strapi'];

/** The dependencies of a new Strapi application. All others have the versions of this repository. */
const DEPENDENCIES = [
  '@strapi/strapi',
  '@strapi/plugin-users-permissions',
  'better-sqlite3',
  'react',
  'react-dom',
  'react-router-dom',
  'styled-components',
] as const;

const versionOf = (name: (typeof DEPENDENCIES)[number]): string =>
  name.startsWith('@strapi/') ? STRAPI_VERSION : rootPackage.dependencies[name];

const FILES: Record<string, string> = {
  'config/server.js': `module.exports = ({ env }) => ({
  host: env('HOST'),
  port: env.int('PORT'),
  app: { keys: env.array('APP_KEYS') },
  logger: { updates: { enabled: false } },
});
`,
  'config/admin.js': `module.exports = ({ env }) => ({
  auth: { secret: env('ADMIN_JWT_SECRET') },
  apiToken: { salt: env('API_TOKEN_SALT') },
  transfer: { token: { salt: env('TRANSFER_TOKEN_SALT') } },
  secrets: { encryptionKey: env('ENCRYPTION_KEY') },
});
`,
  'config/database.js': `module.exports = ({ env }) => ({
  connection: {
    client: 'sqlite',
    connection: { filename: env('DATABASE_FILENAME') },
    useNullAsDefault: true,
  },
});
`,
  'config/middlewares.js': `module.exports = [
  'strapi::logger',
  'strapi::errors',
  'strapi::security',
  'strapi::cors',
  'strapi::poweredBy',
  'strapi::query',
  'strapi::body',
  'strapi::session',
  'strapi::favicon',
  'strapi::public',
];
`,
  // Without JWT_MANAGEMENT, Users & Permissions keeps its default.
  'config/plugins.js': `module.exports = ({ env }) => ({
  'users-permissions': {
    config: {
      jwtSecret: env('JWT_SECRET'),
      ...(env('JWT_MANAGEMENT') && { jwtManagement: env('JWT_MANAGEMENT') }),
    },
  },
  'user-profile': { enabled: true },
});
`,
  'src/index.js': 'module.exports = {};\n',
  'public/uploads/.gitkeep': '',
};

/** npm exports its project to the scripts that it runs. An npm for another project must not inherit that. */
const withoutProject = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(
    Object.entries(env).filter(
      ([name]) => !/^(npm_package_|npm_lifecycle_|npm_config_local_prefix$|INIT_CWD$)/.test(name)
    )
  );

/** Runs a command and resolves with its output. Rejects with the output if the command fails. */
const run = (command: string, args: string[], cwd: string, env: Record<string, string> = {}) =>
  new Promise<string>((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...withoutProject(process.env), STRAPI_TELEMETRY_DISABLED: 'true', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let printed = '';
    let errors = '';
    child.stdout.setEncoding('utf8').on('data', (text) => (printed += text));
    child.stderr.setEncoding('utf8').on('data', (text) => (errors += text));
    child.once('error', reject);
    child.once('exit', (code) => {
      if (code === 0) {
        resolve(printed);
      } else {
        reject(new Error(`${command} ${args.join(' ')} ended with ${code}\n${printed}\n${errors}`));
      }
    });
  });

const npm = (args: string[], cwd: string, env?: Record<string, string>) =>
  run('npm', [...args, '--no-audit', '--no-fund', '--loglevel=error'], cwd, env);

const BINARY = 'build/Release/better_sqlite3.node';

/**
 * Packs the binary of better-sqlite3 of this repository as prebuild-install expects it. Where none can be
 * downloaded, compiling it once more would take longer than the rest of the installation.
 *
 * @returns the environment in which npm uses it
 */
const prebuiltSqlite = async (folder: string): Promise<Record<string, string>> => {
  const source = path.dirname(require.resolve('better-sqlite3/package.json'));
  if (!fs.existsSync(path.join(source, BINARY))) {
    return {};
  }
  const { version } = JSON.parse(fs.readFileSync(path.join(source, 'package.json'), 'utf8'));
  const { platform, arch, versions } = process;
  const name = `better-sqlite3-v${version}-node-v${versions.modules}-${platform}-${arch}.tar.gz`;
  await run('tar', ['-czf', path.join(folder, name), BINARY], source);
  return { npm_config_better_sqlite3_local_prebuilds: folder };
};

/** What is known offline may be older than the newest version. */
const npmInstall = (args: string[], cwd: string, env?: Record<string, string>) =>
  npm(['install', ...(process.env.TEST_STRAPI ? [] : ['--prefer-offline']), ...args], cwd, env);

/** A new application outside this repository, as a customer would create it. */
export interface BlankApp {
  url: string;
  /** A temporary folder, removed with the application. */
  folder: string;
  /** The installed packages. */
  nodeModules: string;
  /** The files of the plugin package as it would be published. */
  packedFiles: string[];
  /** The number of installed copies of a package. */
  copiesOf(name: string): number;
  /** Adds a file of the application. */
  write(name: string, content: string): void;
  /** Reads a file of the application. */
  read(name: string): string;
  /** Adds packages, each with its version. */
  install(packages: string[]): Promise<void>;
  /** Installs the package file of a release of the plugin, or by default that of the present state. */
  installPlugin(release?: string): Promise<void>;
  /**
   * Runs a command of this repository's packages on the package file of the plugin.
   *
   * @throws Error with the output if the command finds a problem
   */
  checkPackage(command: string, args?: string[]): Promise<string>;
  /** The names of the files in a folder of the application. */
  files(folder: string): string[];
  /** Runs a command of the documentation in a shell. */
  runCommand(command: string | undefined): Promise<void>;
  /** Removes the entry of the plugin from the configuration. */
  disablePlugin(): void;
  /**
   * Runs a script of the application.
   * @returns its output
   */
  runScript(name: string, args: string[]): Promise<string>;
  build(): Promise<void>;
  start(env?: Record<string, string>): Promise<void>;
  stopServer(): Promise<void>;
  output(): string;
  remove(): Promise<void>;
}

const packPlugin = async (folder: string): Promise<{ file: string; files: string[] }> => {
  const packed = await npm(
    ['pack', '--workspace', PLUGIN, '--pack-destination', folder, '--json', '--ignore-scripts'],
    ROOT
  );
  const [{ filename, files }] = JSON.parse(packed);
  return {
    file: path.join(folder, filename),
    files: files.map((each: { path: string }) => each.path),
  };
};

/** Installs Strapi and the plugin in a temporary folder. */
export const createBlankApp = async (): Promise<BlankApp> => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'user-profile-blank-'));
  const appDir = path.join(folder, 'app');
  const plugin = await packPlugin(folder);

  const write = (name: string, content: string) => {
    const file = path.join(appDir, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, content);
  };
  for (const [name, content] of Object.entries(FILES)) {
    write(name, content);
  }
  fs.copyFileSync(path.join(ROOT, 'favicon.png'), path.join(appDir, 'favicon.png'));
  write(
    'package.json',
    JSON.stringify({
      name: 'blank',
      version: '0.0.0',
      private: true,
      scripts: { build: 'strapi build' },
      dependencies: {
        ...Object.fromEntries(DEPENDENCIES.map((name) => [name, versionOf(name)])),
        [PLUGIN]: `file:${plugin.file}`,
      },
      strapi: { uuid: false },
    })
  );
  await npmInstall([], appDir, await prebuiltSqlite(folder));

  // The package test runs beside the integration tests, whose workers have the same numbers.
  const port = await getFreePort(SPARE_PORT_BLOCK);
  const url = `http://127.0.0.1:${port}`;
  const appEnv = {
    ...randomSecrets(),
    NODE_ENV: 'production',
    TZ: 'UTC',
    STRAPI_TELEMETRY_DISABLED: 'true',
    HOST: '127.0.0.1',
    PORT: String(port),
    DATABASE_FILENAME: path.join(folder, 'data.db'),
  };
  const strapi = path.join(appDir, 'node_modules', '@strapi', 'strapi', 'bin', 'strapi.js');

  const written: string[] = [];
  const output = () => written.join('');
  let server: ServerProcess | undefined;

  const nodeModules = path.join(appDir, 'node_modules');

  return {
    url,
    folder,
    nodeModules,
    packedFiles: plugin.files,
    copiesOf(name) {
      const record = path.join(nodeModules, '.package-lock.json');
      const { packages } = JSON.parse(fs.readFileSync(record, 'utf8'));
      return Object.keys(packages).filter((place) => place.endsWith(`node_modules/${name}`)).length;
    },
    write,
    read: (name) => fs.readFileSync(path.join(appDir, name), 'utf8'),
    async install(packages) {
      await npmInstall(['--save-exact', ...packages], appDir);
    },
    async installPlugin(release = plugin.file) {
      await npmInstall([`file:${release}`], appDir);
    },
    checkPackage: (command, args = []) =>
      run(path.join(ROOT, 'node_modules', '.bin', command), [...args, plugin.file], folder),
    files: (name) => fs.readdirSync(path.join(appDir, name)),
    async runCommand(command = '') {
      await run('sh', ['-c', command], appDir, appEnv);
    },
    disablePlugin() {
      const file = 'config/plugins.js';
      const text = fs.readFileSync(path.join(appDir, file), 'utf8');
      write(
        file,
        text.replace("  'user-profile': { enabled: true },\n", '').replace(", 'user-profile'", '')
      );
    },
    runScript: (name, args) => run(process.execPath, [path.join(appDir, name), ...args], appDir),
    async build() {
      await run(process.execPath, [strapi, 'build'], appDir, appEnv);
    },
    async start(env = {}) {
      server = await startServerProcess({
        script: strapi,
        args: ['start'],
        cwd: appDir,
        env: { ...appEnv, ...env },
        healthUrl: `${url}/_health`,
        onOutput: (text) => written.push(text),
        output,
      });
    },
    async stopServer() {
      await server?.stop();
    },
    output,
    async remove() {
      await server?.stop();
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
};
