import { Flex, Status, Typography } from '@strapi/design-system';

import type { JobStatus, TaskStatus } from '../../../../shared/contracts/status';
import { DataTable } from '../../components/DataTable/DataTable';
import { ReconcileButton } from '../../components/ReconcileButton';
import { RelativeTime } from '../../components/RelativeTime';
import { Section } from '../../components/Section';
import { EmptyState } from '../../components/States';
import { useAllowed } from '../../hooks/useAllowed';
import { useTranslate } from '../../hooks/useTranslate';
import type { TranslationKey } from '../../utils/translations';

/** Jobs of later versions and other plugins are shown by their names. */
const NAMES: Record<string, TranslationKey> = {
  reconcile: 'settings.job.reconcile',
  retention: 'settings.job.retention',
  'block-ends': 'settings.job.block-ends',
  'daily-counts': 'settings.job.daily-counts',
  import: 'imports.title',
  bulk: 'settings.job.bulk',
};

interface JobsProps {
  jobs: JobStatus[];
  tasks: TaskStatus[];
}

/** The jobs, and below them what runs once. */
export const Jobs = ({ jobs, tasks }: JobsProps) => {
  const t = useTranslate();
  const allowed = useAllowed();

  return (
    <Section
      title={t('settings.jobs')}
      description={t('settings.jobs.description')}
      action={allowed.manageConnections ? <ReconcileButton /> : null}
    >
      <DataTable
        columns={[
          {
            name: 'job',
            label: t('settings.jobs.column.job'),
            cell: ({ name }) => (Object.hasOwn(NAMES, name) ? t(NAMES[name]) : name),
          },
          {
            name: 'status',
            label: t('settings.jobs.column.status'),
            cell: ({ running, progress }) => (
              <Flex gap={2} wrap="wrap">
                <Status size="S" variant={running ? 'primary' : 'secondary'}>
                  <Typography tag="span" variant="omega" fontWeight="bold">
                    {t(running ? 'settings.jobs.running' : 'settings.jobs.idle')}
                  </Typography>
                </Status>
                {running && progress ? (
                  <Typography tag="div" variant="pi" textColor="neutral600">
                    {t(
                      progress.estimated
                        ? 'users.bulk.progress.countEstimated'
                        : 'settings.jobs.progress',
                      { done: progress.done, total: progress.total }
                    )}
                  </Typography>
                ) : null}
              </Flex>
            ),
          },
          {
            name: 'ended',
            label: t('settings.jobs.column.ended'),
            cell: ({ ended_at: date }) => <RelativeTime date={date} />,
          },
        ]}
        rows={[
          ...jobs.map((job) => ({ ...job, id: job.name })),
          ...tasks.map((task) => ({ ...task, ended_at: null })),
        ]}
        rowId={({ id }) => id}
        empty={<EmptyState content={t('settings.jobs.empty')} />}
      />
    </Section>
  );
};
