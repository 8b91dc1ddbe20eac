import { Typography } from '@strapi/design-system';
import { useIntl } from 'react-intl';

import type { Connection } from '../../../../../shared/contracts/connections';
import type { JsonValue } from '../../../../../shared/contracts/json';
import { Code } from '../../../components/Code';
import { Fact, Facts } from '../../../components/Facts';
import { useTranslate } from '../../../hooks/useTranslate';
import type { OptionField } from '../Form/optionFields';
import { type OptionText, useOptionText } from '../Form/useOptionText';

const Lines = ({ lines }: { lines: readonly string[] }) => (
  <ul>
    {lines.map((line) => (
      <Typography key={line} tag="li">
        {line}
      </Typography>
    ))}
  </ul>
);

interface OptionFactProps {
  field: OptionField;
  value: JsonValue | undefined;
  text: OptionText;
}

const isNothing = (value: JsonValue | undefined): value is null | undefined | '' =>
  value === undefined ||
  value === null ||
  value === '' ||
  (typeof value === 'object' && Object.keys(value).length === 0);

const isSeveral = ({ kind }: OptionField): boolean =>
  ['list', 'choices', 'map', 'group', 'json'].includes(kind);

const OptionFact = ({ field, value, text }: OptionFactProps) => {
  const t = useTranslate();
  const { formatNumber } = useIntl();

  if (isNothing(value)) {
    return <>{t(isSeveral(field) ? 'common.none' : 'connections.secret.unset')}</>;
  }

  if (typeof value === 'boolean') {
    return <>{t(value ? 'common.yes' : 'common.no')}</>;
  }

  if (field.kind === 'json') {
    return <Code>{JSON.stringify(value)}</Code>;
  }

  if (Array.isArray(value)) {
    return <Lines lines={value.map((each) => text.valueOf(field, String(each)))} />;
  }

  if (typeof value === 'object') {
    return (
      <Lines
        lines={Object.entries(value).map(
          ([key, each]) => `${text.valueOf(field, key)}: ${String(each)}`
        )}
      />
    );
  }

  return typeof value === 'number' ? (
    <>{formatNumber(value)}</>
  ) : (
    <span style={{ whiteSpace: 'pre-line' }}>{text.valueOf(field, value)}</span>
  );
};

interface OptionFactsProps {
  connection: Connection;
  fields: readonly OptionField[];
}

/** The values of the options; for secrets, only whether they are set. */
export const OptionFacts = ({ connection, fields }: OptionFactsProps) => {
  const t = useTranslate();
  const text = useOptionText(connection.strategy);

  const secretText = (name: string): string => {
    if (connection.secrets_unreadable.includes(name)) {
      return t('connections.secret.unreadable');
    }

    return t(
      connection.secrets_set.includes(name) ? 'connections.secret.set' : 'connections.secret.unset'
    );
  };

  return (
    <Facts>
      {fields.map((field) => (
        <Fact key={field.name} label={text.labelOf(field)}>
          {field.kind === 'secret' ? (
            secretText(field.name)
          ) : (
            <OptionFact field={field} value={connection.options[field.name]} text={text} />
          )}
        </Fact>
      ))}
    </Facts>
  );
};
