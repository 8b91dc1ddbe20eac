import { Link as DsLink, Typography } from '@strapi/design-system';
import { Link, useLocation } from 'react-router-dom';

import type { CountsOfPart } from '../../../../shared/contracts/overview';
import { Section } from '../../components/Section';
import { useTranslate } from '../../hooks/useTranslate';
import { CountsTable } from './CountsTable';
import type { OverviewPart } from './useOverviewState';

const COUNTS = ['logins', 'failed_logins', 'sign_ups'] as const;

interface PartsTableProps {
  part: OverviewPart;
  parts: readonly CountsOfPart[];
  labelOf: (part: CountsOfPart) => string;
}

/** The counts by connection or application, each a link that filters by it. */
export const PartsTable = ({ part, parts, labelOf }: PartsTableProps) => {
  const t = useTranslate();
  const { search } = useLocation();
  const title = t(`overview.by.${part}`);

  const searchWith = (name: string): string => {
    const params = new URLSearchParams(search);
    params.set(part, name);

    return `?${params.toString()}`;
  };

  return (
    <Section title={title}>
      <CountsTable
        label={title}
        head={[t(`log.filter.${part}`), ...COUNTS.map((name) => t(`overview.${name}`))]}
        rows={parts}
        keyOf={({ name }) => name ?? ''}
        first={(row) =>
          row.name === null ? (
            <Typography textColor="neutral600">{labelOf(row)}</Typography>
          ) : (
            <DsLink tag={Link} to={{ search: searchWith(row.name) }}>
              {labelOf(row)}
            </DsLink>
          )
        }
        counts={(row) => COUNTS.map((name) => row[name])}
      />
    </Section>
  );
};
