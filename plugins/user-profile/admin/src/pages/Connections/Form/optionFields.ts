import type { StrategyDescription } from '../../../../../shared/contracts/connections';
import type { JsonObject, JsonValue } from '../../../../../shared/contracts/json';

export type OptionKind =
  'text' | 'secret' | 'number' | 'flag' | 'choice' | 'choices' | 'list' | 'map' | 'group' | 'json';

export interface OptionField {
  name: string;
  kind: OptionKind;
  required: boolean;
  /** From the schema; used if the panel has no translation. */
  description?: string;
  defaultValue?: JsonValue;
  min?: number;
  max?: number;
  isWhole: boolean;
  minLength?: number;
  maxLength?: number;
  /** The choices, or the names in a group. */
  names: string[];
  /** For a secret: the options that define where it is sent. */
  destinations: readonly string[];
}

/** Options of every strategy, shown after its own. */
const COMMON = ['account_fields', 'disable_signup', 'set_user_root_attributes'];

const objectIn = (value: JsonValue | undefined): JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};

const textsIn = (value: JsonValue | undefined): string[] =>
  Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];

/** zod adds the safe-integer limits as bounds of every integer; those are ignored. */
const boundIn = (value: JsonValue | undefined): number | undefined =>
  typeof value === 'number' && Math.abs(value) < Number.MAX_SAFE_INTEGER ? value : undefined;

const isText = (schema: JsonObject): boolean => schema.type === 'string';

/** The schema of a nullable value, without null. */
const withoutNull = (schema: JsonObject): JsonObject => {
  const [first, ...others] = (Array.isArray(schema.anyOf) ? schema.anyOf : [])
    .map(objectIn)
    .filter(({ type }) => type !== 'null');

  return first && others.length === 0 ? { ...schema, ...first } : schema;
};

const kindOfObject = ({ properties, additionalProperties }: JsonObject): OptionKind => {
  const known = Object.values(objectIn(properties)).map(objectIn);

  if (known.length > 0) {
    return known.every(isText) ? 'group' : 'json';
  }

  return isText(objectIn(additionalProperties)) ? 'map' : 'json';
};

const kindOf = (schema: JsonObject): OptionKind => {
  const items = objectIn(schema.items);

  switch (schema.type) {
    case 'string':
      return Array.isArray(schema.enum) ? 'choice' : 'text';
    case 'integer':
    case 'number':
      return 'number';
    case 'boolean':
      return 'flag';
    case 'array':
      return isText(items) ? (Array.isArray(items.enum) ? 'choices' : 'list') : 'json';
    case 'object':
      return kindOfObject(schema);
    default:
      return 'json';
  }
};

const namesIn = (kind: OptionKind, schema: JsonObject): string[] => {
  if (kind === 'group') {
    return Object.keys(objectIn(schema.properties));
  }

  return textsIn(kind === 'choices' ? objectIn(schema.items).enum : schema.enum);
};

const orderOf = ({ name, required }: OptionField): number =>
  required ? 0 : COMMON.includes(name) ? 2 : 1;

/** Derives form fields from the JSON Schema of a strategy's options. */
export const fieldsOf = ({
  options,
  secrets,
  destinations,
}: StrategyDescription): OptionField[] => {
  const required = textsIn(options.required);

  return Object.entries(objectIn(options.properties))
    .map(([name, property]): OptionField => {
      const schema = withoutNull(objectIn(property));
      const kind = secrets.includes(name) ? 'secret' : kindOf(schema);

      return {
        name,
        kind,
        required: required.includes(name),
        description: typeof schema.description === 'string' ? schema.description : undefined,
        defaultValue: schema.default,
        min: boundIn(schema.minimum),
        max: boundIn(schema.maximum),
        isWhole: schema.type === 'integer',
        minLength: boundIn(schema.minLength),
        maxLength: boundIn(schema.maxLength),
        names: namesIn(kind, schema),
        destinations: kind === 'secret' ? destinations : [],
      };
    })
    .sort((one, other) => orderOf(one) - orderOf(other));
};

const kindOfValue = (value: JsonValue): OptionKind => {
  if (Array.isArray(value)) {
    return value.every((each) => typeof each === 'string') ? 'list' : 'json';
  }

  switch (typeof value) {
    case 'boolean':
      return 'flag';
    case 'number':
      return 'number';
    case 'string':
      return 'text';
    default:
      return 'json';
  }
};

/** Derives fields from values if the schema is unknown, i.e. the strategy is not listed. */
export const fieldsOfValues = (options: JsonObject, secrets: readonly string[]): OptionField[] => [
  ...Object.entries(options).map(([name, value]) => ({
    name,
    kind: kindOfValue(value),
    required: false,
    isWhole: false,
    names: [],
    destinations: [],
  })),
  ...secrets.map((name) => ({
    name,
    kind: 'secret' as const,
    required: false,
    isWhole: false,
    names: [],
    destinations: [],
  })),
];
