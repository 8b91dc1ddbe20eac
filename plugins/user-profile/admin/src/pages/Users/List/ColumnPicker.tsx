import {
  Box,
  Checkbox,
  Flex,
  IconButton,
  Popover,
  TextButton,
  Typography,
} from '@strapi/design-system';
import { Cog } from '@strapi/icons';

import { POPOVER_HEIGHT } from '../../../components/popoverHeight';
import { useTranslate } from '../../../hooks/useTranslate';
import { COLUMN_LABELS, OPTIONAL_COLUMNS, type OptionalColumn } from '../../../utils/userColumns';
import type { FieldColumns } from './useFieldColumns';

interface ColumnPickerProps {
  columns: readonly OptionalColumn[];
  fields: FieldColumns;
  onShow: (column: OptionalColumn, isShown: boolean) => void;
  onReset: () => void;
}

export const ColumnPicker = ({ columns, fields, onShow, onReset }: ColumnPickerProps) => {
  const t = useTranslate();

  return (
    <Popover.Root>
      <Popover.Trigger>
        <IconButton label={t('users.columns.choose')}>
          <Cog />
        </IconButton>
      </Popover.Trigger>
      <Popover.Content align="end" aria-label={t('users.columns.choose')}>
        <Box padding={4} maxHeight={POPOVER_HEIGHT} overflow="auto">
          <Flex direction="column" alignItems="stretch" gap={3}>
            <Flex justifyContent="space-between" gap={6}>
              <Typography variant="sigma" textColor="neutral600">
                {t('users.columns')}
              </Typography>
              <TextButton onClick={onReset}>{t('users.columns.reset')}</TextButton>
            </Flex>
            {OPTIONAL_COLUMNS.map((column) => (
              <Checkbox
                key={column}
                checked={columns.includes(column)}
                onCheckedChange={(checked) => onShow(column, checked === true)}
              >
                {t(COLUMN_LABELS[column])}
              </Checkbox>
            ))}
            {fields.all.map((field) => (
              <Checkbox
                key={field.name}
                checked={fields.shown.includes(field)}
                onCheckedChange={(checked) => fields.show(field.name, checked === true)}
              >
                {field.name}
              </Checkbox>
            ))}
          </Flex>
        </Box>
      </Popover.Content>
    </Popover.Root>
  );
};
