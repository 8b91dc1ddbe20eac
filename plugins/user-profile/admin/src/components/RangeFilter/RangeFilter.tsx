import { Flex, SingleSelect, SingleSelectOption } from '@strapi/design-system';

import { useTranslate } from '../../hooks/useTranslate';
import { useFindSettingsQuery } from '../../services/settings';
import { customFrom, daysOf, presetsWithin, type TimeRange } from '../../utils/range';
import { CustomRange } from './CustomRange';

/** The server's default, used until the settings are loaded. */
const DEFAULT_RETENTION_DAYS = 30;

interface RangeFilterProps {
  value: TimeRange;
  onChange: (range: TimeRange) => void;
}

export const RangeFilter = ({ value, onChange }: RangeFilterProps) => {
  const t = useTranslate();
  const { data: settings } = useFindSettingsQuery();
  const retentionDays = settings?.history.retention_days ?? DEFAULT_RETENTION_DAYS;
  const presets = presetsWithin(retentionDays, value.preset);

  const choose = (name: string | number) => {
    const preset = presets.find((known) => known === name);

    onChange(preset ? { preset } : customFrom(value, retentionDays, new Date()));
  };

  return (
    <Flex gap={2} wrap="wrap" alignItems="flex-start">
      <SingleSelect size="S" aria-label={t('range.label')} value={value.preset} onChange={choose}>
        {presets.map((preset) => (
          <SingleSelectOption key={preset} value={preset}>
            {preset === 'all'
              ? t('range.all', { days: retentionDays })
              : t('range.days', { days: daysOf(preset) })}
          </SingleSelectOption>
        ))}
        <SingleSelectOption value="custom">{t('range.custom')}</SingleSelectOption>
      </SingleSelect>
      {value.preset === 'custom' ? (
        <CustomRange value={value} retentionDays={retentionDays} onChange={onChange} />
      ) : null}
    </Flex>
  );
};
