import { Button, Flex, LinkButton, Typography } from '@strapi/design-system';
import { useIntl } from 'react-intl';
import { Link } from 'react-router-dom';
import { styled } from 'styled-components';

import type { UserImport } from '../../../../shared/contracts/imports';
import { Fact } from '../../components/Facts';
import { Note } from '../../components/Note';
import { Section } from '../../components/Section';
import { useAllowed } from '../../hooks/useAllowed';
import { useTranslate } from '../../hooks/useTranslate';
import { localizeText } from '../../utils/localizeError';
import { USERS_PATH } from '../../utils/paths';
import { ImportErrors } from './ImportErrors';
import { isModeAllowed, parseHashConfig } from './importForm';
import { isDryRun } from './ImportStatus';
import { RunButton } from './RunButton';
import { useResultTitle } from './useResultTitle';
import { useRunImport } from './useRunImport';

const COUNTS = ['created', 'updated', 'unchanged', 'skipped', 'failed'] as const;

/** Five numbers fit into a line. */
const Counts = styled.dl`
  display: grid;
  grid-template-columns: repeat(auto-fit, minmax(12rem, 1fr));
  gap: ${({ theme }) => theme.spaces[5]};
`;

interface ImportResultProps {
  userImport: UserImport;
  /** Firebase's parameters; empty after a reload. */
  hashText: string;
  onEdit: () => void;
}

/** What an import has done, or would do, and the next step. */
export const ImportResult = ({ userImport, hashText, onEdit }: ImportResultProps) => {
  const t = useTranslate();
  const { formatNumber, formatList } = useIntl();
  const allowed = useAllowed();
  const resultTitle = useResultTitle();
  const { run, isLoading, failure } = useRunImport(userImport.id);
  const { id, status, format, counts, error, options, can_run: canRun } = userImport;
  const isDry = isDryRun(userImport);
  const isDone = status === 'done';
  const hashConfig = format === 'firebase' ? parseHashConfig(hashText) : undefined;
  const isAllowed = isModeAllowed(options?.mode, allowed.updateUsers);
  const isNext = canRun && isDry && isDone;
  const ignored = Object.entries(userImport.ignored_fields);

  // The parameters are a secret, so the server does not return them.
  const isHashMissing = format === 'firebase' && !hashConfig;

  return (
    <>
      {failure ? (
        <Note tone="danger" role="alert">
          {failure}
        </Note>
      ) : null}
      <Section
        title={resultTitle(userImport)}
        description={isDry && isDone ? t('imports.result.dryRun.description') : undefined}
      >
        {error ? (
          <Note tone="danger">
            {localizeText(
              { message: error, code: userImport.error_code, params: userImport.error_params },
              t
            )}
          </Note>
        ) : null}
        <Counts>
          {COUNTS.map((name) => (
            <Fact key={name} label={t(`imports.count.${name}`)}>
              <Typography
                variant="beta"
                textColor={name === 'failed' && counts.failed > 0 ? 'danger600' : 'neutral800'}
              >
                {formatNumber(counts[name])}
              </Typography>
            </Fact>
          ))}
        </Counts>
        {ignored.length > 0 ? (
          <Note>
            {t('imports.ignored', {
              fields: formatList(
                ignored.map(([field, count]) => `${field} (${formatNumber(count)})`)
              ),
            })}
          </Note>
        ) : null}
        {isNext && !isAllowed ? <Note>{t('imports.run.notAllowed')}</Note> : null}
        <Flex gap={2} wrap="wrap" justifyContent="flex-end">
          {canRun && (isDry || !isDone) ? (
            <Button variant="tertiary" onClick={onEdit}>
              {t('imports.edit')}
            </Button>
          ) : null}
          {isNext && isAllowed ? (
            isHashMissing ? (
              <Button onClick={onEdit}>{t('imports.run')}</Button>
            ) : (
              <RunButton
                loading={isLoading}
                isReplacing={options?.mode === 'replace'}
                onRun={() => run({ ...options, dry_run: false, hash_config: hashConfig })}
              />
            )
          ) : null}
          {!isDry && allowed.readUsers ? (
            <LinkButton tag={Link} to={USERS_PATH} variant={isDone ? 'default' : 'tertiary'}>
              {t('users.noMatch.action')}
            </LinkButton>
          ) : null}
        </Flex>
      </Section>
      {counts.failed > 0 ? (
        <ImportErrors key={`${id} ${userImport.started_at}`} userImport={userImport} />
      ) : null}
    </>
  );
};
