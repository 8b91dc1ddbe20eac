import { Box, Field, Flex, Radio, Typography } from '@strapi/design-system';
import * as React from 'react';

interface ChoiceGroupProps<TValue extends string> {
  name: string;
  label: string;
  value: TValue;
  /** What each value means, in a sentence. */
  choices: readonly { value: TValue; label: string; hint: string }[];
  error?: string;
  onChange: (value: TValue) => void;
}

/** Radio buttons, each with a sentence below. */
export const ChoiceGroup = <TValue extends string>({
  name,
  label,
  value,
  choices,
  error,
  onChange,
}: ChoiceGroupProps<TValue>) => {
  const id = React.useId();

  return (
    <Field.Root name={name} error={error}>
      <Field.Label>{label}</Field.Label>
      <Radio.Group
        aria-label={label}
        value={value}
        onValueChange={(next) => {
          const chosen = choices.find((choice) => choice.value === next);

          if (chosen) {
            onChange(chosen.value);
          }
        }}
      >
        <Flex direction="column" alignItems="stretch" gap={3}>
          {choices.map((choice) => (
            <Box key={choice.value}>
              <Radio.Item value={choice.value} aria-describedby={`${id}-${choice.value}`}>
                {choice.label}
              </Radio.Item>
              <Box id={`${id}-${choice.value}`} paddingLeft="2.8rem">
                <Typography variant="pi" textColor="neutral600">
                  {choice.hint}
                </Typography>
              </Box>
            </Box>
          ))}
        </Flex>
      </Radio.Group>
      <Field.Error />
    </Field.Root>
  );
};
