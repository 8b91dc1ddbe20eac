import type { JsonValue, ProfileIdentity } from '../../../../../shared/contracts/users';

export interface Attribute {
  name: string;
  text: string;
}

const asText = (value: JsonValue): string =>
  typeof value === 'string' ? value : JSON.stringify(value, null, 2);

/** First the attributes that identify it, then everything its source reported. */
export const attributesOf = (identity: ProfileIdentity): Attribute[] => {
  const own: Record<string, JsonValue> = {
    connection: identity.connection,
    provider: identity.provider,
    user_id: identity.user_id,
  };

  return Object.entries({ ...own, ...identity.profileData, ...own }).map(([name, value]) => ({
    name,
    text: asText(value),
  }));
};
