import { Status, type StatusVariant, Typography } from '@strapi/design-system';

import type { UserImport } from '../../../../shared/contracts/imports';
import { useTranslate } from '../../hooks/useTranslate';

const VARIANTS: Record<UserImport['status'], StatusVariant> = {
  uploaded: 'secondary',
  queued: 'secondary',
  running: 'primary',
  done: 'success',
  failed: 'danger',
  cancelled: 'neutral',
};

/** Whether it has only counted what an import would do. */
export const isDryRun = ({ options }: UserImport): boolean => options?.dry_run === true;

export const ImportStatus = ({ userImport }: { userImport: UserImport }) => {
  const t = useTranslate();
  const { status } = userImport;

  return (
    <Status size="S" width="fit-content" variant={VARIANTS[status]}>
      <Typography tag="span" variant="omega" fontWeight="bold">
        {t(
          status === 'done' && isDryRun(userImport)
            ? 'imports.status.dryRun'
            : `imports.status.${status}`
        )}
      </Typography>
    </Status>
  );
};
