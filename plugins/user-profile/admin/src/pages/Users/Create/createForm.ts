import type { Connection } from '../../../../../shared/contracts/connections';
import type { CreateUser } from '../../../../../shared/contracts/user-writes';
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

export type CreateField = (typeof CREATE_FIELDS)[number];

export type CreateValues = Record<CreateField, string>;

export const emptyValues = (connection: string): CreateValues => ({
  email: '',
  username: '',
  password: '',
  repeat: '',
  connection,
  name: '',
});

/** Those that users can be made in. */
export const connectionsForUsers = (connections: readonly Connection[]): Connection[] =>
  connections.filter(({ enabled, capabilities }) => enabled && capabilities.create_users);

/** Looks for slips; whether an address is one is for the server to say. */
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

/** What can be told before the server is asked. `connection` is undefined where the role cannot see it. */
export const checkValues = (
  values: CreateValues,
  connection: Connection | undefined
): Partial<Record<CreateField, TranslationKey>> => {
  const errors: Partial<Record<CreateField, TranslationKey>> = {};
  const { email, username, password, repeat } = values;

  if (email.trim() === '') {
    errors.email = 'create.error.required';
  } else if (!EMAIL.test(email.trim())) {
    errors.email = 'create.error.email';
  }

  if (password === '') {
    errors.password = 'create.error.required';
  } else if (!meetsRules(connection?.password_rules ?? [], password)) {
    errors.password = 'create.error.rules';
  }

  if (repeat === '') {
    errors.repeat = 'create.error.required';
  } else if (repeat !== password) {
    errors.repeat = 'create.error.repeat';
  }

  if (values.connection.trim() === '') {
    errors.connection = 'create.error.connection';
  }

  if (connection?.capabilities.username === 'required' && username.trim() === '') {
    errors.username = 'create.error.required';
  }

  return errors;
};

/** The body of the request: fields that are left empty, or that the connection lacks, are not sent. */
export const toBody = (
  values: CreateValues,
  connection: Connection | undefined
): CreateUser.Request['body'] => {
  const username = connection?.capabilities.username === 'none' ? '' : values.username.trim();

  return {
    data: {
      connection: values.connection.trim(),
      email: values.email.trim(),
      password: values.password,
      ...(username ? { username } : {}),
      ...(values.name.trim() ? { name: values.name.trim() } : {}),
    },
  };
};
