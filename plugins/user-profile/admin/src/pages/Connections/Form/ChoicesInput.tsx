import { Checkbox, Flex } from '@strapi/design-system';

import { GroupFrame } from './GroupFrame';
import { type OptionInputProps, useOption } from './useOption';

export const ChoicesInput = ({ field, text }: OptionInputProps) => {
  const { value = [], error, change } = useOption<readonly string[]>(field);

  const toggle = (name: string, isChosen: boolean) =>
    // In the order of the schema, so undoing a change leaves the form unmodified.
    change(field.names.filter((each) => (each === name ? isChosen : value.includes(each))));

  return (
    <GroupFrame
      label={text.labelOf(field)}
      hint={text.hintOf(field)}
      error={error}
      required={field.required}
    >
      <Flex direction="column" alignItems="flex-start" gap={2} paddingTop={1} paddingBottom={1}>
        {field.names.map((name) => (
          <Checkbox
            key={name}
            checked={value.includes(name)}
            onCheckedChange={(checked) => toggle(name, checked === true)}
          >
            {text.valueOf(field, name)}
          </Checkbox>
        ))}
      </Flex>
    </GroupFrame>
  );
};
