import { IconButton } from '@strapi/design-system';
import { Duplicate } from '@strapi/icons';

import { useCopy } from '../hooks/useCopy';

interface CopyButtonProps {
  text: string;
  label: string;
}

export const CopyButton = ({ text, label }: CopyButtonProps) => {
  const copy = useCopy();

  return (
    <IconButton label={label} variant="ghost" size="XS" onClick={() => void copy(text)}>
      <Duplicate />
    </IconButton>
  );
};
