import { createRequire } from 'node:module';
import path from 'node:path';

import type { Core } from '@strapi/strapi';

import { sampleProviderConfig } from '../src/demo/provider-connection';

interface ConfigModule {
  connections?: unknown[];
  hooks?: object;
}

/** Connections and hooks can contain functions, so they are in a module and the environment has its path. */
const moduleAt = (file: string): ConfigModule =>
  file ? createRequire(__filename)(path.resolve(file)) : {};

const withHooks = (settings: { hooks?: object }, file: string): object => ({
  ...settings,
  hooks: { ...moduleAt(file).hooks, ...settings.hooks },
});

const plugins = ({ env }: Core.Config.Shared.ConfigParams): Core.Config.Plugin => ({
  // Strapi starts plugins in the order of this object. The complete entry below keeps the place of this one.
  ...(env.bool('USER_PROFILE_FIRST', false) && { 'user-profile': {} }),
  'users-permissions': {
    config: {
      jwtSecret: env('JWT_SECRET'),
      jwtManagement: env('UP_JWT_MANAGEMENT', 'refresh'),
      ratelimit: { enabled: env.bool('UP_RATE_LIMIT', true) },
    },
  },
  'user-profile': {
    enabled: env.bool('USER_PROFILE_ENABLED', true),
    resolve: './plugins/user-profile',
    config: {
      geo: { databasePath: env('PLACES_DATABASE', '') || null },
      applications: env.json('USER_PROFILE_APPLICATIONS', []),
      connections: moduleAt(env('USER_PROFILE_CONNECTIONS', '')).connections ?? [],
      ...sampleProviderConfig(env('DEMO_PROVIDER_URL', ''), env.int('PORT', 1337)),
      ...withHooks(env.json('USER_PROFILE_CONFIG', {}), env('USER_PROFILE_HOOKS', '')),
    },
  },
  // A development dependency, so it is loaded only if a mail server is configured.
  ...(env('SMTP_HOST') && {
    email: {
      config: {
        provider: 'nodemailer',
        providerOptions: {
          host: env('SMTP_HOST'),
          port: env.int('SMTP_PORT', 587),
          secure: env.bool('SMTP_SECURE', false),
          ...(env('SMTP_USERNAME') && {
            auth: { user: env('SMTP_USERNAME'), pass: env('SMTP_PASSWORD') },
          }),
        },
        settings: {
          defaultFrom: env('SMTP_FROM', 'no-reply@example.com'),
          defaultReplyTo: env('SMTP_REPLY_TO', env('SMTP_FROM', 'no-reply@example.com')),
        },
      },
    },
  }),
  // A development dependency, so it is loaded by path and only if it is enabled.
  ...(env.bool('GRAPHQL', false) && {
    graphql: { enabled: true, resolve: '@strapi/plugin-graphql/package.json' },
  }),
});

export default plugins;
