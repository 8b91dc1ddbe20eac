import { Accordion, Box, Flex, Typography } from '@strapi/design-system';

import type {
  RolePermissionGroup,
  UserOverview,
} from '../../../../../shared/contracts/user-overview';
import { Code } from '../../../components/Code';
import { useConnectionLabel } from '../../../hooks/useConnectionLabel';
import { useLimited } from '../../../hooks/useLimited';
import { useTranslate } from '../../../hooks/useTranslate';
import { apiName, countActions } from './apiName';

type Account = UserOverview['accounts'][number];

const Group = ({ group }: { group: RolePermissionGroup }) => {
  const t = useTranslate();
  const { name, isPlugin } = apiName(group.api);

  return (
    <Box>
      <Typography tag="h4" variant="omega" fontWeight="semiBold" textColor="neutral800">
        {isPlugin ? t('access.pluginApi', { name }) : name}
      </Typography>
      <Flex tag="ul" gap={2} wrap="wrap" paddingTop={2}>
        {group.actions.map((action) => (
          <li key={action}>
            <Code>{action}</Code>
          </li>
        ))}
      </Flex>
    </Box>
  );
};

const AccountRole = ({ account, isUsed }: { account: Account; isUsed: boolean }) => {
  const t = useTranslate();
  const connectionLabel = useConnectionLabel();
  const { role } = account;

  if (!role) {
    return (
      <Box padding={4}>
        <Typography textColor="neutral600">
          {t('access.noRole', { connection: connectionLabel(account.connection) })}
        </Typography>
      </Box>
    );
  }

  return (
    <Accordion.Item value={account.documentId}>
      <Accordion.Header>
        <Accordion.Trigger
          description={t(isUsed ? 'access.roleDescription' : 'access.unusedRole', {
            connection: connectionLabel(account.connection),
            count: countActions(role.permissions),
          })}
        >
          {role.name}
        </Accordion.Trigger>
      </Accordion.Header>
      <Accordion.Content>
        <Flex direction="column" alignItems="stretch" gap={4} padding={4}>
          {role.permissions.length > 0 ? (
            role.permissions.map((group) => <Group key={group.api} group={group} />)
          ) : (
            <Typography textColor="neutral600">{t('access.noPermissions')}</Typography>
          )}
        </Flex>
      </Accordion.Content>
    </Accordion.Item>
  );
};

/** The roles of the accounts with their permissions. The user logs in with the first account. */
export const RolePermissions = ({ accounts }: Pick<UserOverview, 'accounts'>) => {
  const t = useTranslate();
  const { shown, showAll } = useLimited(accounts, 5);

  if (accounts.length === 0) {
    return (
      <Box paddingTop={1}>
        <Typography textColor="neutral800">{t('access.noAccounts')}</Typography>
      </Box>
    );
  }

  return (
    <Flex direction="column" alignItems="stretch" gap={2} marginTop={2}>
      <Box hasRadius borderColor="neutral200">
        <Accordion.Root size="M">
          {shown.map((account, index) => (
            <AccountRole key={account.documentId} account={account} isUsed={index === 0} />
          ))}
        </Accordion.Root>
      </Box>
      {showAll}
    </Flex>
  );
};
