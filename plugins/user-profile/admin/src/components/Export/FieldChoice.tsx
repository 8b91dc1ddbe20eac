import { Checkbox, Flex, TextButton, Typography } from '@strapi/design-system';
import * as React from 'react';
import { styled } from 'styled-components';

import type { AccountField } from '../../../../shared/contracts/account-fields';
import { EXPORT_FIELDS } from '../../../../shared/export-fields';
import { useTranslate } from '../../hooks/useTranslate';
import type { ChosenFields } from './exportFields';

const Grid = styled.div`
  display: grid;
  grid-template-columns: repeat(auto-fill, minmax(min(17rem, 100%), 1fr));
  gap: ${({ theme }) => theme.spaces[3]};
  overflow-wrap: anywhere;
`;

interface FieldChoiceProps {
  accountFields: readonly AccountField[];
  value: ChosenFields;
  onChange: (fields: ChosenFields) => void;
  onReset: () => void;
}

const toggled = <TName extends string>(
  names: readonly TName[],
  name: TName,
  isChosen: boolean
): TName[] => [...names.filter((each) => each !== name), ...(isChosen ? [name] : [])];

/** The attributes of an export, by their names in the file. */
export const FieldChoice = ({ accountFields, value, onChange, onReset }: FieldChoiceProps) => {
  const t = useTranslate();
  const id = React.useId();
  const { fields, own } = value;

  return (
    <Flex role="group" aria-labelledby={id} direction="column" alignItems="stretch" gap={3}>
      <Flex justifyContent="space-between" gap={4} wrap="wrap">
        <Typography id={id} variant="pi" fontWeight="bold" textColor="neutral800">
          {t('export.fields')}
        </Typography>
        <Flex gap={3}>
          <TextButton
            onClick={() =>
              onChange({ fields: EXPORT_FIELDS, own: accountFields.map(({ name }) => name) })
            }
          >
            {t('export.fields.all')}
          </TextButton>
          <TextButton onClick={() => onChange({ fields: [], own: [] })}>
            {t('export.fields.none')}
          </TextButton>
          <TextButton onClick={onReset}>{t('users.columns.reset')}</TextButton>
        </Flex>
      </Flex>
      <Grid>
        {EXPORT_FIELDS.map((name) => (
          <Checkbox
            key={name}
            checked={fields.includes(name)}
            onCheckedChange={(checked) =>
              onChange({ fields: toggled(fields, name, checked === true), own })
            }
          >
            {name}
          </Checkbox>
        ))}
        {accountFields.map(({ name }) => (
          <Checkbox
            key={`account_fields.${name}`}
            checked={own.includes(name)}
            onCheckedChange={(checked) =>
              onChange({ fields, own: toggled(own, name, checked === true) })
            }
          >
            {`account_fields.${name}`}
          </Checkbox>
        ))}
      </Grid>
    </Flex>
  );
};
