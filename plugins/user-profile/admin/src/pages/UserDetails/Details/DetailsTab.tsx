import { Flex } from '@strapi/design-system';

import { PlaceAttribution } from '../../../components/PlaceAttribution/PlaceAttribution';
import { useFindUserOverviewQuery } from '../../../services/users';
import { useUser } from '../useUser';

import { AccessRights } from './AccessRights';
import { IdentityAttributes } from './IdentityAttributes';
import { Metadata } from './Metadata';
import { UserIdentity } from './UserIdentity';

export const DetailsTab = () => {
  const user = useUser();
  const overview = useFindUserOverviewQuery(user.documentId, { refetchOnMountOrArgChange: true });

  return (
    <Flex direction="column" alignItems="stretch" gap={6} paddingTop={6} paddingBottom={10}>
      <UserIdentity user={user} overview={overview.currentData} />
      <AccessRights
        user={user}
        overview={overview.currentData}
        error={overview.isFetching ? undefined : overview.error}
        onRetry={overview.refetch}
      />
      <Metadata user={user} />
      <IdentityAttributes user={user} />
      {overview.currentData?.latest_login ? <PlaceAttribution /> : null}
    </Flex>
  );
};
