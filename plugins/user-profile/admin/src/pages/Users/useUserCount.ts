import type { UsersPageMeta } from '../../../../shared/contracts/users';
import { toApiSelection, useListUsersQuery } from '../../services/usersList';
import type { UsersQuery } from './useUsersQuery';

export interface UserCount {
  /** Of the users that match now. Undefined until it is loaded. */
  current: UsersPageMeta | undefined;
  /** The same, or that of the previous selection until it is loaded. */
  shown: UsersPageMeta | undefined;
  isFailed: boolean;
  /** Only for a list that is ready. */
  refetch: () => void;
}

/**
 * The number of users that match. Separate from the list, because counting can take longer than reading a page,
 * and all pages and orders share it.
 */
export const useUserCount = ({ args, isReady, fieldsRequest }: UsersQuery): UserCount => {
  const { currentData, data, isError, isFetching, refetch } = useListUsersQuery(
    { pagination: { pageSize: 1 }, fields: ['user_id'], ...toApiSelection(args) },
    { refetchOnMountOrArgChange: true, skip: !isReady }
  );
  // Without the account fields in the URL, nothing is counted.
  const isFailed = isReady
    ? isError && !isFetching
    : fieldsRequest.error !== undefined && !fieldsRequest.isFetching;
  // After an error, `data` is still that of an earlier selection.
  const shown = isFailed ? currentData : (currentData ?? data);

  return {
    current: currentData?.meta.pagination,
    shown: shown?.meta.pagination,
    isFailed,
    refetch: () => void refetch(),
  };
};
