import {
  Box,
  Combobox,
  ComboboxOption,
  SingleSelect,
  SingleSelectOption,
} from '@strapi/design-system';
import * as React from 'react';

import { useTranslate } from '../hooks/useTranslate';
import type { Choice } from './Filters/choices';

/** More options than this can be searched by typing. */
const MAX_UNSEARCHED = 10;

/** The value of the option for no choice, which no other value can be: Strapi's select accepts no empty one. */
const NONE = ' ';

interface ChoiceSelectProps {
  choices: readonly Choice[];
  /** Empty if none is chosen. */
  value: string;
  placeholder?: string;
  /** The option for no choice. Without it, one must be chosen. */
  none?: string;
  size?: 'S' | 'M';
  /** Of a select without a field around it. */
  'aria-label'?: string;
  onChange: (value: string) => void;
}

const SearchedSelect = ({
  choices,
  value,
  none,
  placeholder,
  onChange,
  ...rest
}: ChoiceSelectProps) => {
  const t = useTranslate();
  const label = choices.find((choice) => choice.value === value)?.label ?? '';
  const [text, setText] = React.useState(label);

  // The combobox keeps its text if the value is changed elsewhere, e.g. by the browser's Back button.
  React.useEffect(() => setText(label), [label]);

  return (
    <Box minWidth="24rem">
      <Combobox
        {...rest}
        // Finds the text anywhere, not only at the beginning.
        autocomplete={{ type: 'list', filter: 'contains' }}
        placeholder={none ?? placeholder}
        noOptionsMessage={() => t('common.options.none')}
        clearLabel={t('common.clear')}
        value={value}
        textValue={text}
        onTextValueChange={setText}
        onChange={(next?: string) => onChange(next ?? '')}
        onClear={() => onChange('')}
      >
        {choices.map((choice) => (
          <ComboboxOption key={choice.value} value={choice.value} textValue={choice.label}>
            {choice.label}
          </ComboboxOption>
        ))}
      </Combobox>
    </Box>
  );
};

/** A select, with a box to search the options if there are many. */
export const ChoiceSelect = (props: ChoiceSelectProps) => {
  const { choices, value, none, onChange, ...rest } = props;

  return choices.length > MAX_UNSEARCHED ? (
    <SearchedSelect {...props} />
  ) : (
    <SingleSelect
      {...rest}
      value={value || (none === undefined ? null : NONE)}
      onChange={(next: string | number) => onChange(next === NONE ? '' : String(next))}
    >
      {none === undefined ? null : <SingleSelectOption value={NONE}>{none}</SingleSelectOption>}
      {choices.map((choice) => (
        <SingleSelectOption key={choice.value} value={choice.value}>
          {choice.label}
        </SingleSelectOption>
      ))}
    </SingleSelect>
  );
};
