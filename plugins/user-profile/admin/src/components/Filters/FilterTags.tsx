import { Flex, Tag, TextButton } from '@strapi/design-system';
import { Cross } from '@strapi/icons';
import { styled } from 'styled-components';

import { useTranslate } from '../../hooks/useTranslate';

const Text = styled.bdi`
  display: inline-block;
  max-width: min(32rem, 60vw);
  overflow: hidden;
  text-overflow: ellipsis;
  vertical-align: bottom;
  white-space: nowrap;
`;

interface FilterTagsProps<TName extends string> {
  names: readonly TName[];
  textOf: (name: TName) => string;
  onRemove: (name: TName) => void;
  onReset: () => void;
}

/** The filters that are set, each with a button to remove it. */
export const FilterTags = <TName extends string>({
  names,
  textOf,
  onRemove,
  onReset,
}: FilterTagsProps<TName>) => {
  const t = useTranslate();

  if (names.length === 0) {
    return null;
  }

  return (
    <Flex role="group" aria-label={t('users.filters.active')} gap={2} wrap="wrap" width="100%">
      {names.map((name) => (
        <Tag
          key={name}
          icon={<Cross aria-hidden />}
          label={t('users.filter.remove', { filter: textOf(name) })}
          onClick={() => onRemove(name)}
        >
          <Text title={textOf(name)}>{textOf(name)}</Text>
        </Tag>
      ))}
      <TextButton onClick={onReset}>{t('users.filters.reset')}</TextButton>
    </Flex>
  );
};
