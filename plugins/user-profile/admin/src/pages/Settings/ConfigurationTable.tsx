import { Badge } from '@strapi/design-system';
import { useIntl } from 'react-intl';
import { styled } from 'styled-components';

import type { ConfigurationEntry } from '../../../../shared/contracts/status';
import { Code } from '../../components/Code';
import { DataTable } from '../../components/DataTable/DataTable';
import { Section } from '../../components/Section';
import { useTranslate } from '../../hooks/useTranslate';

/** Lists such as that of the picture hosts would push the last column out of view. */
const LongCode = styled(Code)`
  display: inline-block;
  max-width: clamp(16rem, 28vw, 60rem);
  white-space: normal;
`;

const Value = ({ value, hidden }: ConfigurationEntry) => {
  const t = useTranslate();
  const { formatNumber } = useIntl();

  if (hidden) {
    return <>{t('settings.config.hidden')}</>;
  }

  if (value === null || value === '' || (Array.isArray(value) && value.length === 0)) {
    return <>{t('settings.config.unset')}</>;
  }

  if (typeof value === 'boolean') {
    return <>{t(value ? 'common.yes' : 'common.no')}</>;
  }

  if (typeof value === 'number') {
    return <>{formatNumber(value)}</>;
  }

  return <LongCode dir="ltr">{Array.isArray(value) ? value.join(', ') : value}</LongCode>;
};

/** What the site has set comes first. */
const byRelevance = (one: ConfigurationEntry, other: ConfigurationEntry): number =>
  Number(one.source === 'default') - Number(other.source === 'default');

export const ConfigurationTable = ({ entries }: { entries: ConfigurationEntry[] }) => {
  const t = useTranslate();

  return (
    <Section title={t('settings.config')} description={t('settings.config.description')}>
      <DataTable
        columns={[
          {
            name: 'option',
            label: t('settings.config.column.option'),
            cell: ({ path }) => <Code dir="ltr">{path}</Code>,
          },
          {
            name: 'value',
            label: t('settings.config.column.value'),
            cell: (entry) => <Value {...entry} />,
          },
          {
            name: 'source',
            label: t('settings.config.column.source'),
            cell: ({ source }) => (
              <Badge
                size="S"
                backgroundColor={source === 'file' ? 'primary200' : 'neutral150'}
                textColor="neutral800"
              >
                {t(`settings.config.source.${source}`)}
              </Badge>
            ),
          },
        ]}
        rows={[...entries].sort(byRelevance)}
        rowId={({ path }) => path}
        empty={null}
      />
    </Section>
  );
};
