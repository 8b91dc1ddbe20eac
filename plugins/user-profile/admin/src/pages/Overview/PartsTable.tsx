import {
  Box,
  Link as DsLink,
  Table,
  Tbody,
  Td,
  Th,
  Thead,
  Tr,
  Typography,
} from '@strapi/design-system';
import { useIntl } from 'react-intl';
import { Link, useLocation } from 'react-router-dom';

import type { CountsOfPart } from '../../../../shared/contracts/overview';
import { Section } from '../../components/Section';
import { useTranslate } from '../../hooks/useTranslate';
import type { Part } from './useOverviewState';

const COUNTS = ['logins', 'failed_logins', 'sign_ups'] as const;

interface PartsTableProps {
  part: Part;
  parts: readonly CountsOfPart[];
  labelOf: (part: CountsOfPart) => string;
}

/** The counts by connection or application, each a link that filters by it. */
export const PartsTable = ({ part, parts, labelOf }: PartsTableProps) => {
  const t = useTranslate();
  const { formatNumber } = useIntl();
  const { search } = useLocation();
  const title = t(`overview.by.${part}`);

  const searchWith = (name: string): string => {
    const params = new URLSearchParams(search);
    params.set(part, name);

    return `?${params.toString()}`;
  };

  return (
    <Section title={title}>
      <Box maxHeight="32rem" overflow="auto">
        <Table aria-label={title} colCount={COUNTS.length + 1} rowCount={parts.length + 1}>
          <Thead>
            <Tr>
              {[t(`log.filter.${part}`), ...COUNTS.map((name) => t(`overview.${name}`))].map(
                (text) => (
                  <Th key={text}>
                    <Typography variant="sigma" textColor="neutral600">
                      {text}
                    </Typography>
                  </Th>
                )
              )}
            </Tr>
          </Thead>
          <Tbody>
            {parts.map((each) => (
              <Tr key={each.name}>
                <Td>
                  {each.name === null ? (
                    <Typography textColor="neutral600">{labelOf(each)}</Typography>
                  ) : (
                    <DsLink tag={Link} to={{ search: searchWith(each.name) }}>
                      {labelOf(each)}
                    </DsLink>
                  )}
                </Td>
                {COUNTS.map((name) => (
                  <Td key={name}>
                    <Typography textColor="neutral800">{formatNumber(each[name])}</Typography>
                  </Td>
                ))}
              </Tr>
            ))}
          </Tbody>
        </Table>
      </Box>
    </Section>
  );
};
