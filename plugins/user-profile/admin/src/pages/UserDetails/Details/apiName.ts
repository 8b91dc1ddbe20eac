import type { RolePermissionGroup } from '../../../../../shared/contracts/user-overview';

/** `api::blog-post` is "Blog post", `plugin::upload` the plugin "Upload". */
export const apiName = (api: string): { name: string; isPlugin: boolean } => {
  const [kind, rest = kind] = api.split('::');
  const words = rest.split(/[-_.]+/).join(' ');

  return {
    name: words.charAt(0).toUpperCase() + words.slice(1),
    isPlugin: kind === 'plugin',
  };
};

export const countActions = (groups: readonly RolePermissionGroup[]): number =>
  groups.reduce((sum, { actions }) => sum + actions.length, 0);
