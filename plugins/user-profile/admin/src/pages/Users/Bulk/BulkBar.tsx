import { Button, Flex, TextButton, Typography } from '@strapi/design-system';
import { Check, Lock, Mail, Trash, User } from '@strapi/icons';

import { MAX_BULK_USERS } from '../../../../../shared/constants';
import { ExportUsersButton } from '../../../components/Export/ExportUsersButton';
import { useTranslate } from '../../../hooks/useTranslate';
import {
  type BulkAction,
  type BulkTarget,
  isUseful,
  type ListedUser,
  type Matching,
} from './bulkActions';

const ICONS: Record<BulkAction, JSX.Element> = {
  block: <Lock />,
  unblock: <Check />,
  'verify-email': <Mail />,
  'assign-role': <User />,
  delete: <Trash />,
};

interface BulkBarProps {
  target: BulkTarget;
  /** The selected users, as far as they are known one by one. */
  selected: readonly ListedUser[];
  /** All users that match, if they are more than those that can be selected one by one. */
  matching?: Matching;
  actions: readonly BulkAction[];
  canExport: boolean;
  onAction: (action: BulkAction) => void;
  onSelectAll: () => void;
  onClear: () => void;
}

/** The actions on the selected users. */
export const BulkBar = ({
  target,
  selected,
  matching,
  actions,
  canExport,
  onAction,
  onSelectAll,
  onClear,
}: BulkBarProps) => {
  const t = useTranslate();
  const { users } = target;
  const isTooMany = users !== undefined && users.length > MAX_BULK_USERS;

  const text = () => {
    if (target.matching) {
      const { total: count, estimated } = target.matching;

      return t(estimated ? 'users.bulk.selectedAllEstimated' : 'users.bulk.selectedAll', { count });
    }

    return t('users.bulk.selected', { count: target.users.length });
  };

  return (
    <Flex role="region" aria-label={t('users.bulk')} gap={2} wrap="wrap">
      <Typography role="status" textColor="neutral600">
        {text()}
      </Typography>
      {users && matching ? (
        <TextButton onClick={onSelectAll}>
          {t(matching.estimated ? 'users.bulk.selectAllEstimated' : 'users.bulk.selectAll', {
            count: matching.total,
          })}
        </TextButton>
      ) : null}
      {isTooMany ? (
        <Typography role="alert" textColor="danger600">
          {t('users.bulk.tooMany', { max: MAX_BULK_USERS })}
        </Typography>
      ) : null}
      {actions
        .filter((action) => users === undefined || isUseful(action, selected))
        .map((action) => (
          <Button
            key={action}
            size="S"
            variant={action === 'delete' ? 'danger-light' : 'tertiary'}
            startIcon={ICONS[action]}
            disabled={isTooMany}
            onClick={() => onAction(action)}
          >
            {t(`users.action.${action}`)}
          </Button>
        ))}
      {canExport && !isTooMany ? (
        <ExportUsersButton
          label={t('users.export.selected')}
          scope={target.matching ? 'matching' : 'selected'}
          selection={
            target.matching
              ? target.matching.selection
              : { ids: target.users.map(({ documentId }) => documentId) }
          }
        />
      ) : null}
      <TextButton onClick={onClear}>{t('users.bulk.clear')}</TextButton>
    </Flex>
  );
};
