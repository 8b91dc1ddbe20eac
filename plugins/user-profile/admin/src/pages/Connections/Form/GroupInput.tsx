import { Field, Grid, TextInput } from '@strapi/design-system';
import * as React from 'react';

import { GroupFrame } from './GroupFrame';
import { type OptionInputProps, useOption } from './useOption';

/** Several named texts. */
export const GroupInput = ({ field, text }: OptionInputProps) => {
  const { path, value = {}, error, change } = useOption<Record<string, string>>(field);

  return (
    <GroupFrame label={text.labelOf(field)} hint={text.hintOf(field)} error={error}>
      <Grid.Root gap={3}>
        {field.names.map((name) => (
          <Grid.Item key={name} col={6} s={12} direction="column" alignItems="stretch">
            <Field.Root name={`${path}.${name}`}>
              <Field.Label fontWeight="regular">{text.valueOf(field, name)}</Field.Label>
              <TextInput
                size="S"
                hasError={error !== undefined}
                value={value[name] ?? ''}
                autoComplete="off"
                onChange={(event: React.ChangeEvent<HTMLInputElement>) =>
                  change({ ...value, [name]: event.target.value })
                }
              />
            </Field.Root>
          </Grid.Item>
        ))}
      </Grid.Root>
    </GroupFrame>
  );
};
