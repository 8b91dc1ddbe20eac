import {
  Checkbox,
  Field,
  NumberInput,
  SingleSelect,
  SingleSelectOption,
  Textarea,
  TextInput,
} from '@strapi/design-system';
import * as React from 'react';

import { useTranslate } from '../../../hooks/useTranslate';
import { ChoicesInput } from './ChoicesInput';
import { FormFieldFrame } from './FormFieldFrame';
import { GroupInput } from './GroupInput';
import { MapInput } from './MapInput';
import type { OptionKind } from './optionFields';
import { SecretInput } from './SecretInput';
import { type OptionInputProps, useOption } from './useOption';

/** A single-line input would silently remove line breaks. */
const hasBreak = (value: unknown): boolean => typeof value === 'string' && value.includes('\n');

const TextOption = ({ field, text }: OptionInputProps) => {
  const { path, value, initialValue, change } = useOption<string>(field);
  const Input = hasBreak(field.defaultValue) || hasBreak(initialValue) ? Textarea : TextInput;

  return (
    <FormFieldFrame
      path={path}
      label={text.labelOf(field)}
      hint={text.hintOf(field)}
      required={field.required}
    >
      <Input
        value={value ?? ''}
        maxLength={field.maxLength}
        autoComplete="off"
        onChange={(event: React.ChangeEvent<HTMLInputElement & HTMLTextAreaElement>) =>
          change(event.target.value)
        }
      />
    </FormFieldFrame>
  );
};

const NumberOption = ({ field, text }: OptionInputProps) => {
  const { path, value, change } = useOption<number | null>(field);

  return (
    <FormFieldFrame
      path={path}
      label={text.labelOf(field)}
      hint={text.hintOf(field)}
      required={field.required}
    >
      <NumberInput
        value={value ?? undefined}
        step={field.isWhole ? 1 : 0.1}
        onValueChange={(next) => change(next ?? null)}
      />
    </FormFieldFrame>
  );
};

const FlagOption = ({ field, text }: OptionInputProps) => {
  const { path, value, error, change } = useOption<boolean>(field);

  return (
    <Field.Root name={path} hint={text.hintOf(field)} error={error}>
      <Checkbox checked={value === true} onCheckedChange={(checked) => change(checked === true)}>
        {text.labelOf(field)}
      </Checkbox>
      <Field.Error />
      <Field.Hint />
    </Field.Root>
  );
};

const ChoiceOption = ({ field, text }: OptionInputProps) => {
  const t = useTranslate();
  const { path, value, change } = useOption<string>(field);
  const canBeEmpty = !field.required && field.defaultValue === undefined;

  return (
    <FormFieldFrame
      path={path}
      label={text.labelOf(field)}
      hint={text.hintOf(field)}
      required={field.required}
    >
      <SingleSelect
        value={value || null}
        placeholder={t('connections.form.choose')}
        clearLabel={t('common.clear')}
        onClear={canBeEmpty ? () => change('') : undefined}
        onChange={(next: string | number) => change(String(next))}
      >
        {field.names.map((name) => (
          <SingleSelectOption key={name} value={name}>
            {text.valueOf(field, name)}
          </SingleSelectOption>
        ))}
      </SingleSelect>
    </FormFieldFrame>
  );
};

/** A list with one entry per line, or JSON. */
const LinesOption = ({ field, text }: OptionInputProps) => {
  const t = useTranslate();
  const { path, value, change } = useOption<string>(field);
  const hints = [
    text.hintOf(field),
    t(field.kind === 'list' ? 'connections.form.list' : 'connections.form.json'),
  ];

  return (
    <FormFieldFrame
      path={path}
      label={text.labelOf(field)}
      hint={hints.filter(Boolean).join(' ')}
      required={field.required}
    >
      <Textarea
        value={value ?? ''}
        spellCheck={false}
        onChange={(event: React.ChangeEvent<HTMLTextAreaElement>) => change(event.target.value)}
      />
    </FormFieldFrame>
  );
};

const INPUTS: Record<OptionKind, React.ComponentType<OptionInputProps>> = {
  text: TextOption,
  number: NumberOption,
  flag: FlagOption,
  choice: ChoiceOption,
  choices: ChoicesInput,
  list: LinesOption,
  json: LinesOption,
  secret: SecretInput,
  map: MapInput,
  group: GroupInput,
};

export const OptionInput = (props: OptionInputProps) => {
  const Input = INPUTS[props.field.kind];

  return <Input {...props} />;
};
