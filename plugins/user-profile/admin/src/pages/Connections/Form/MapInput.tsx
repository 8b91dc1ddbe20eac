import { Box, Button, Flex, IconButton, TextInput } from '@strapi/design-system';
import { Plus, Trash } from '@strapi/icons';
import * as React from 'react';

import { useTranslate } from '../../../hooks/useTranslate';
import { GroupFrame } from './GroupFrame';
import type { Pair } from './optionValues';
import { type OptionInputProps, useOption } from './useOption';

const EMPTY: Pair = { key: '', value: '' };

/** Pairs of a free name and a value. */
export const MapInput = ({ field, text }: OptionInputProps) => {
  const t = useTranslate();
  const { path, value = [], error, change } = useOption<readonly Pair[]>(field);
  const addButton = React.useRef<HTMLButtonElement>(null);
  const name = text.labelOf(field);

  const set = (index: number, part: Partial<Pair>) =>
    change(value.map((pair, each) => (each === index ? { ...pair, ...part } : pair)));

  const remove = (index: number) => {
    change(value.filter((_pair, each) => each !== index));
    addButton.current?.focus();
  };

  return (
    <GroupFrame label={name} hint={text.hintOf(field)} error={error} required={field.required}>
      {value.map((pair, index) => (
        // Pairs have no other key, and their inputs have no state.
        <Flex key={index} gap={2}>
          {(['key', 'value'] as const).map((part) => (
            <Box key={part} flex="1" minWidth={0}>
              <TextInput
                size="S"
                name={`${path}.${index}.${part}`}
                aria-label={t(`connections.map.${part}`, { line: index + 1, name })}
                placeholder={t(`connections.map.${part}.placeholder`)}
                hasError={error !== undefined}
                value={pair[part]}
                autoComplete="off"
                onChange={(event: React.ChangeEvent<HTMLInputElement>) =>
                  set(index, { [part]: event.target.value })
                }
              />
            </Box>
          ))}
          <IconButton
            label={t('connections.map.remove', { line: index + 1, name })}
            variant="tertiary"
            onClick={() => remove(index)}
          >
            <Trash />
          </IconButton>
        </Flex>
      ))}
      <Flex paddingTop={1} paddingBottom={1}>
        <Button
          ref={addButton}
          variant="tertiary"
          size="S"
          startIcon={<Plus />}
          aria-label={t('connections.map.add.of', { name })}
          onClick={() => change([...value, EMPTY])}
        >
          {t('connections.map.add')}
        </Button>
      </Flex>
    </GroupFrame>
  );
};
