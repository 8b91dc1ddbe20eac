import type { errors } from '@strapi/utils';

import type { JsonObject } from '../../../../../shared/contracts/json';
import type { ErrorCodeDetails } from '../../../../../shared/error-texts';
import type { SourceField } from '../../../../../shared/user-fields';
import type { PasswordRead } from '../../../model/accounts/imported-passwords/imported-hash';
import type { SourceProfile } from '../../../model/connections/source-profile';
import type { Problem, Reason } from '../../../utils/errors';

/** A line that cannot be imported, with the code of the reason if it has one. */
export interface LineProblem extends Partial<ErrorCodeDetails> {
  line: number;
  /** Null for the whole line. */
  field: string | null;
  reason: string;
}

export const lineProblem = (line: number, field: string | null, text: Reason): LineProblem => {
  const { message, code, params } = text;
  return { line, field, reason: message, ...(code && { code }), ...(params && { params }) };
};

/** The problems in an error of validation. */
export const problemsIn = (line: number, { details }: errors.ValidationError): LineProblem[] => {
  const { errors: found = [] } = details as { errors?: Problem[] };
  return found.map((each) => lineProblem(line, each.path.join('.') || null, each));
};

/** A further identity of a user, read as a user with the claims of its source. */
export interface LinkedUser extends Omit<ImportUser, 'linked'> {
  /** Its place in the record, such as `identities[1]`. */
  field: string;
  linked: [];
}

/** A user of the file, validated as far as that is possible without the site. */
export interface ImportUser {
  line: number;
  /** The `user_id`, or an id of the file without the part before the bar. Null if the file has none. */
  userId: string | null;
  /** The id at the source, if the file has it apart. */
  externalId: string | null;
  /** The name of the connection in the file. */
  connection: string | null;
  /** The claims of the source. Their id follows from the connection. */
  source: Omit<SourceProfile, 'id'>;
  /** The root attributes in the file, which are overrides if they differ from those of the source. */
  attributes: Partial<Record<SourceField, string>>;
  /** Whether the file says if the email address is verified. */
  mentionsVerified: boolean;
  phoneVerified: boolean | null;
  /** Null if the file does not mention it, like the next ones. */
  userMetadata: JsonObject | null;
  appMetadata: JsonObject | null;
  accountFields: JsonObject | null;
  blocked: boolean | null;
  /** The type of a role. */
  role: string | null;
  createdAt: Date | null;
  lastLogin: Date | null;
  lastIp: string | null;
  loginsCount: number | null;
  lastPasswordReset: Date | null;
  password: PasswordRead;
  /** The identities of the user besides the first one. */
  linked: LinkedUser[];
  /** Attributes in the file that are not imported. */
  ignored: string[];
}

export type ReadUser = ImportUser | { line: number; problems: LineProblem[] };

export const isValid = (user: ReadUser): user is ImportUser => !('problems' in user);
