import { Flex } from '@strapi/design-system';

import { PlaceAttribution } from '../../../components/PlaceAttribution';
import { FRESH_SECONDS } from '../../../services/api';
import { useFindUserOverviewQuery } from '../../../services/users';
import { useUser } from '../useUser';
import { AccessRights } from './AccessRights';
import { AccountFields } from './AccountFields/AccountFields';
import { BlockNote } from './BlockNote';
import { IdentityAttributes } from './IdentityAttributes';
import { LoginBlocksNote } from './LoginBlocksNote';
import { Metadata } from './Metadata/Metadata';
import { UserIdentity } from './UserIdentity';

export const DetailsTab = () => {
  const user = useUser();
  const overview = useFindUserOverviewQuery(
    { id: user.documentId },
    { refetchOnMountOrArgChange: FRESH_SECONDS }
  );

  return (
    <Flex direction="column" alignItems="stretch" gap={6} paddingTop={6} paddingBottom={10}>
      <BlockNote block={user.blocked ? overview.currentData?.block : null} />
      <LoginBlocksNote />
      <UserIdentity user={user} overview={overview.currentData}>
        <AccessRights
          user={user}
          overview={overview.currentData}
          error={overview.isFetching ? undefined : overview.error}
          onRetry={overview.refetch}
        />
      </UserIdentity>
      <AccountFields account={overview.currentData?.accounts[0]?.documentId} />
      <Metadata />
      <IdentityAttributes user={user} />
      {overview.currentData?.last_login ? <PlaceAttribution /> : null}
    </Flex>
  );
};
