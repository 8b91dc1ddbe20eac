import { LinkButton } from '@strapi/design-system';
import { Upload } from '@strapi/icons';
import { Link } from 'react-router-dom';

import { useIntent } from '../../hooks/useIntent';
import { useTranslate } from '../../hooks/useTranslate';
import { preload } from '../../utils/lazyPart';
import { IMPORTS_PATH } from '../../utils/paths';

const preloadImports = () => preload('imports');

export const ImportLink = () => {
  const t = useTranslate();

  return (
    <LinkButton
      tag={Link}
      to={IMPORTS_PATH}
      size="S"
      variant="tertiary"
      startIcon={<Upload />}
      {...useIntent(preloadImports)}
    >
      {t('imports.open')}
    </LinkButton>
  );
};
