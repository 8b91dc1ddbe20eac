import {
  Box,
  DatePicker,
  NumberInput,
  SingleSelect,
  SingleSelectOption,
  Textarea,
  TextInput,
  TimePicker,
  Toggle,
} from '@strapi/design-system';
import * as React from 'react';

import type { AccountFieldType } from '../../../../shared/contracts/account-fields';
import type { JsonValue } from '../../../../shared/contracts/json';
import { useTranslate } from '../../hooks/useTranslate';
import { dayOf, pickerDay } from '../../utils/days';
import { DateTimeInput } from '../DateTimeInput';
import { JsonBox } from '../JsonEditor/JsonBox';
import { useEditorAttributes } from '../JsonEditor/useEditorAttributes';
import type { InputField } from './accountValues';

interface InputProps {
  field: InputField;
  value: JsonValue;
  onChange: (value: JsonValue) => void;
  onBlur?: () => void;
}

/** Strapi's own forms end there too. */
const MAX_DATE = new Date(2099, 11, 31);

const textIn = (value: JsonValue): string => (typeof value === 'string' ? value : '');

const dateIn = (value: JsonValue): Date | undefined =>
  typeof value === 'string' && value !== '' ? new Date(value) : undefined;

const LineInput = ({ field, value, onChange, onBlur }: InputProps) => (
  <TextInput
    type={field.type === 'email' ? 'email' : 'text'}
    inputMode={field.type === 'biginteger' ? 'numeric' : undefined}
    value={typeof value === 'number' ? String(value) : textIn(value)}
    autoComplete="off"
    onChange={(event: React.ChangeEvent<HTMLInputElement>) => onChange(event.target.value)}
    onBlur={onBlur}
  />
);

const TextAreaInput = ({ value, onChange, onBlur }: InputProps) => (
  <Textarea
    value={textIn(value)}
    onChange={(event: React.ChangeEvent<HTMLTextAreaElement>) => onChange(event.target.value)}
    onBlur={onBlur}
  />
);

const NumericInput = ({ field, value, onChange, onBlur }: InputProps) => (
  <NumberInput
    value={typeof value === 'number' ? value : undefined}
    step={field.type === 'integer' ? 1 : 0.01}
    onValueChange={(next) => onChange(next ?? null)}
    onBlur={onBlur}
  />
);

const BooleanInput = ({ value, onChange }: InputProps) => {
  const t = useTranslate();

  return (
    <Toggle
      checked={typeof value === 'boolean' ? value : null}
      onLabel={t('common.yes')}
      offLabel={t('common.no')}
      onChange={(event: React.ChangeEvent<HTMLInputElement>) => onChange(event.target.checked)}
    />
  );
};

const EnumerationInput = ({ field, value, onChange }: InputProps) => {
  const t = useTranslate();

  return (
    <SingleSelect
      value={textIn(value) || null}
      placeholder={t('common.choose')}
      clearLabel={t('common.clear')}
      onClear={field.required ? undefined : () => onChange(null)}
      onChange={(next: string | number) => onChange(String(next))}
    >
      {(field.enum ?? []).map((name) => (
        <SingleSelectOption key={name} value={name}>
          {name}
        </SingleSelectOption>
      ))}
    </SingleSelect>
  );
};

const DayInput = ({ value, onChange, onBlur }: InputProps) => {
  const t = useTranslate();

  return (
    <DatePicker
      value={dateIn(value)}
      maxDate={pickerDay(MAX_DATE)}
      clearLabel={t('common.clear')}
      onChange={(date) => onChange(date ? dayOf(date) : null)}
      onClear={() => onChange(null)}
      onBlur={onBlur}
    />
  );
};

const MomentInput = ({ value, onChange, onBlur }: InputProps) => {
  const t = useTranslate();

  return (
    <DateTimeInput
      value={dateIn(value)}
      maxDate={MAX_DATE}
      clearLabel={t('common.clear')}
      onChange={(date) => onChange(date ? date.toISOString() : null)}
      onClear={() => onChange(null)}
      onBlur={onBlur}
    />
  );
};

const TimeInput = ({ value, onChange }: InputProps) => {
  const t = useTranslate();

  return (
    <TimePicker
      // The picker shows no seconds.
      value={textIn(value).slice(0, 'hh:mm'.length) || undefined}
      clearLabel={t('common.clear')}
      onChange={(next: string) => onChange(next)}
      onClear={() => onChange(null)}
    />
  );
};

const JsonTextInput = ({ field, value, onChange }: InputProps) => {
  const { wrapper, setEditor } = useEditorAttributes({ 'aria-label': field.name });

  return (
    <Box ref={wrapper}>
      <JsonBox
        ref={setEditor}
        $maxHeight="40rem"
        value={textIn(value)}
        minHeight="10rem"
        onChange={onChange}
      />
    </Box>
  );
};

const INPUTS: Record<AccountFieldType, React.ComponentType<InputProps>> = {
  string: LineInput,
  email: LineInput,
  uid: LineInput,
  biginteger: LineInput,
  text: TextAreaInput,
  richtext: TextAreaInput,
  integer: NumericInput,
  float: NumericInput,
  decimal: NumericInput,
  boolean: BooleanInput,
  enumeration: EnumerationInput,
  date: DayInput,
  time: TimeInput,
  datetime: MomentInput,
  timestamp: MomentInput,
  json: JsonTextInput,
  blocks: JsonTextInput,
};

/** The input of an attribute that the site added to the user type. Its frame has the label. */
export const FieldInput = (props: InputProps) => {
  const Input = INPUTS[props.field.type];

  return <Input {...props} />;
};
