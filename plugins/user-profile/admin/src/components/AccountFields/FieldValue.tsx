import { Link as DsLink, Flex, Typography } from '@strapi/design-system';
import { Link } from 'react-router-dom';
import { styled } from 'styled-components';

import type { AccountField, RelatedEntries } from '../../../../shared/contracts/account-fields';
import type { JsonValue } from '../../../../shared/contracts/json';
import { useMayReadEntries } from '../../hooks/useMayReadEntries';
import { useTranslate } from '../../hooks/useTranslate';
import { entryPath } from '../../utils/paths';
import { NO_VALUE, useFieldText } from './useFieldText';

interface FieldValueProps {
  field: AccountField;
  value: JsonValue;
}

const Json = styled.pre`
  max-height: 20rem;
  overflow: auto;
  white-space: pre-wrap;
  font-family: monospace;
  font-size: 1.3rem;
  line-height: 1.5;
`;

const isRelated = (value: JsonValue): value is JsonValue & object =>
  typeof value === 'object' && value !== null && 'entries' in value;

/** A relation or media: the first entries, with links for those who may read them. */
const Entries = ({ field, value }: FieldValueProps) => {
  const t = useTranslate();
  const mayReadEntries = useMayReadEntries();

  if (!isRelated(value)) {
    return <>{NO_VALUE}</>;
  }

  const { count, entries } = value as unknown as RelatedEntries;
  const { target } = field;
  const canOpen = field.type === 'relation' && target !== null && mayReadEntries(target.uid);

  if (count === 0) {
    return <>{NO_VALUE}</>;
  }

  return (
    <Flex tag="ul" direction="column" alignItems="flex-start" gap={1}>
      {entries.map(({ documentId, name, label }) => {
        const text = name ?? label ?? t('fields.unnamed', { id: documentId });

        return (
          <li key={documentId}>
            {canOpen ? (
              <DsLink tag={Link} to={entryPath(target, documentId)}>
                {text}
              </DsLink>
            ) : (
              text
            )}
          </li>
        );
      })}
      {count > entries.length ? (
        <Typography tag="li" variant="pi" textColor="neutral600">
          {t('fields.more', { count: count - entries.length })}
        </Typography>
      ) : null}
    </Flex>
  );
};

const JsonText = ({ label, value }: { label: string; value: JsonValue }) => (
  // Focusable, so long text can be scrolled by keyboard.
  <Json tabIndex={0} role="region" aria-label={label}>
    {JSON.stringify(value, null, 2)}
  </Json>
);

export const FieldValue = ({ field, value }: FieldValueProps) => {
  const textOf = useFieldText();

  if (field.type === 'relation' || field.type === 'media') {
    return <Entries field={field} value={value} />;
  }

  if (value !== null && typeof value === 'object') {
    return <JsonText label={field.name} value={value} />;
  }

  return <span style={{ whiteSpace: 'pre-wrap' }}>{textOf(field, value)}</span>;
};
