/**
 * The types for code of a site. The build bundles them into the declarations of
 * `strapi-plugin-user-profile`. See docs/typescript.md.
 */
import type { z } from '@strapi/utils';

import type { configSchema } from './config/schema';
import type { customDatabaseOptions } from './connections/strategies/custom-database';
import type { CustomDatabaseFunctions } from './connections/strategies/custom-database/functions';
import type { databaseOptions } from './connections/strategies/database';
import type { emailOptions } from './connections/strategies/email/options';
import type { oidcOptions } from './connections/strategies/oidc/options';
import type { webServiceOptions } from './connections/strategies/web-service';
import type { createLoginHooks } from './login/login-hooks';
import type { createStrategies } from './model/connections/strategies';
import type { createAppMetadata } from './model/users/app-metadata';
import type { createOpenApi } from './openapi/describe-api';
import type { createUserImport } from './users/import/user-import';

export type { Connection, ConnectionTest, PasswordRule } from '../../shared/contracts/connections';
export type { LogEvent as UserEvent, Signal } from '../../shared/contracts/events';
export type { UserImport } from '../../shared/contracts/imports';
export type {
  JsonObject,
  JsonValue,
  Profile,
  ProfileIdentity,
  UserRole,
} from '../../shared/contracts/users';
export type { EventType } from '../../shared/event-types';
export type {
  BeforeLoginResult,
  BeforeSignUpResult,
  HookRejection,
  HookRequest,
  LoginCall,
  LoginHooks,
  SignUpCall,
} from '../../shared/login-hooks';
export type {
  CustomDatabaseCall,
  CustomDatabaseFunctions,
  CustomDatabaseProfile,
  CustomDatabaseUser,
} from './connections/strategies/custom-database/functions';
export type { LocalCredentials, SourceProfile } from './model/connections/source-profile';
export type {
  AccountRef,
  AtSource,
  ConnectionRef,
  InvitedAccount,
  NewAccount,
  PasswordLogin,
  Redirect,
  ResetCodeSender,
  SiteFunction,
  SourceUser,
  Strategy,
} from './model/connections/strategy';
export type {
  PublishedLogin,
  PublishedLoginFailure,
  PublishedProfile,
  PublishedUser,
  UserProfileEvents,
} from './model/published-events';
export type { ImportFileOptions } from './users/import/user-import';

/**
 * Strategy to options and functions of its connections, for `connections` of the configuration. A site adds
 * its strategies by declaration merging.
 */
export interface ConnectionStrategies {
  database: { options?: z.input<typeof databaseOptions> };
  'custom-database': {
    options?: z.input<typeof customDatabaseOptions>;
    functions: CustomDatabaseFunctions;
  };
  'web-service': { options: z.input<ReturnType<typeof webServiceOptions>> };
  oidc: { options: z.input<typeof oidcOptions> };
  email: { options?: z.input<typeof emailOptions> };
}

type ConfigInput = z.input<typeof configSchema>;

/** A connection in the configuration of the plugin. */
export type ConnectionConfig = {
  [Name in keyof ConnectionStrategies]: Pick<
    NonNullable<ConfigInput['connections']>[number],
    'name' | 'display_name' | 'enabled'
  > & { strategy: Name } & ConnectionStrategies[Name];
}[keyof ConnectionStrategies];

/** `config` of the plugin in `config/plugins`. Every setting has a default. */
export type UserProfileConfig = Omit<ConfigInput, 'connections'> & {
  connections?: ConnectionConfig[];
};

/** The services that code of a site may call. All others are internal. */
export interface UserProfileServices {
  'app-metadata': ReturnType<typeof createAppMetadata>;
  'login-hooks': Pick<ReturnType<typeof createLoginHooks>, 'register'>;
  openapi: ReturnType<typeof createOpenApi>;
  strategies: Pick<ReturnType<typeof createStrategies>, 'add'>;
  'user-import': Pick<ReturnType<typeof createUserImport>, 'runFile' | 'errors'>;
}
