import type { Connection } from '../../../../../shared/contracts/connections';
import type { JsonObject } from '../../../../../shared/contracts/json';
import type { CreateUser } from '../../../../../shared/contracts/user-writes';
import { type LocateProblem, withoutPath } from '../../../utils/fieldErrors';
import { meetsRules } from '../../../utils/passwordRules';
import type { TranslationKey } from '../../../utils/translations';

export const CREATE_FIELDS = [
  'email',
  'username',
  'password',
  'repeat',
  'connection',
  'name',
] as const;

export type CreateFieldName = (typeof CREATE_FIELDS)[number];

/** An account field may have the name of another field, so it has a prefix. */
export type FieldKey = CreateFieldName | `account_fields.${string}`;

export type CreateValues = Record<CreateFieldName, string>;

export const emptyValues = (connection: string): CreateValues => ({
  email: '',
  username: '',
  password: '',
  repeat: '',
  connection,
  name: '',
});

/** The connections in which users can be created. */
export const connectionsForUsers = (connections: readonly Connection[]): Connection[] =>
  connections.filter(({ enabled, capabilities }) => enabled && capabilities.create_users);

/**
 * Whether the form offers an invitation instead of a password.
 *
 * @param connections null if the role may not read connections
 * @param connection undefined if none is chosen
 */
export const offersInvitation = (
  connections: readonly Connection[] | null,
  connection: Connection | undefined,
  siteInvites: boolean
): boolean => {
  if (connections === null) {
    return siteInvites;
  }

  return connection
    ? connection.capabilities.invite_users
    : connections.some(({ capabilities }) => capabilities.invite_users);
};

/** Catches typing errors. The server validates the email address. */
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

const checkPassword = (
  { password, repeat }: CreateValues,
  connection: Connection | undefined
): Partial<Record<CreateFieldName, TranslationKey>> => {
  const errors: Partial<Record<CreateFieldName, TranslationKey>> = {};

  if (password === '') {
    errors.password = 'common.error.required';
  } else if (!meetsRules(connection?.password_rules ?? [], password)) {
    errors.password = 'create.error.rules';
  }

  if (repeat === '') {
    errors.repeat = 'common.error.required';
  } else if (repeat !== password) {
    errors.repeat = 'create.error.repeat';
  }

  return errors;
};

interface CreateOptions {
  /** The values of the account fields. */
  accountFields?: JsonObject;
  /** Whether the user is invited instead of getting a password. */
  invite?: boolean;
}

/** Checks what the browser can check. `connection` is undefined if the role may not read connections. */
export const checkValues = (
  values: CreateValues,
  connection: Connection | undefined,
  { invite = false }: Pick<CreateOptions, 'invite'> = {}
): Partial<Record<CreateFieldName, TranslationKey>> => {
  const errors = invite ? {} : checkPassword(values, connection);
  const { email, username } = values;

  if (email.trim() === '') {
    errors.email = 'common.error.required';
  } else if (!EMAIL.test(email.trim())) {
    errors.email = 'common.error.email';
  }

  if (values.connection.trim() === '') {
    errors.connection = 'common.chooseConnection.error';
  }

  if (connection?.capabilities.username === 'required' && username.trim() === '') {
    errors.username = 'common.error.required';
  }

  return errors;
};

/** The request body, without empty fields and without those the connection does not have. */
export const toBody = (
  values: CreateValues,
  connection: Connection | undefined,
  { accountFields = {}, invite = false }: CreateOptions = {}
): CreateUser.Request['body'] => {
  const username = connection?.capabilities.username === 'none' ? '' : values.username.trim();

  return {
    data: {
      connection: values.connection.trim(),
      email: values.email.trim(),
      ...(invite ? { invite } : { password: values.password }),
      ...(username ? { username } : {}),
      ...(values.name.trim() ? { name: values.name.trim() } : {}),
      ...(Object.keys(accountFields).length > 0 ? { account_fields: accountFields } : {}),
    },
  };
};

/** The field of the form that a problem in the response belongs to. */
export const locateCreateProblem: LocateProblem = (problem) => {
  const { path } = problem;
  const [first, second] = path[0] === 'data' ? path.slice(1) : path;
  const isAccountField = first === 'account_fields' && second !== undefined;

  return {
    field: isAccountField ? `account_fields.${second}` : path[path.length - 1],
    message: withoutPath(problem),
  };
};
