import { Button, type ButtonProps } from '@strapi/design-system';
import * as React from 'react';

import { ConfirmDialog } from '../../components/dialogs/ConfirmDialog';
import { useFocusReturn } from '../../hooks/useFocusReturn';
import { useTranslate } from '../../hooks/useTranslate';
import type { ApiError } from '../../utils/errors';

interface RunButtonProps extends Pick<ButtonProps, 'variant' | 'disabled' | 'loading'> {
  /** Asks for a confirmation first, because existing users are replaced. */
  isReplacing: boolean;
  onRun: () => Promise<ApiError | undefined>;
}

/** Starts an import that changes users. */
export const RunButton = ({ isReplacing, onRun, ...props }: RunButtonProps) => {
  const t = useTranslate();
  const [isConfirming, setIsConfirming] = React.useState(false);
  const { remember, restore } = useFocusReturn();

  return (
    <>
      <Button
        {...props}
        onClick={() => {
          if (isReplacing) {
            remember();
            setIsConfirming(true);
          } else {
            void onRun();
          }
        }}
      >
        {t('imports.run')}
      </Button>
      {isConfirming ? (
        <ConfirmDialog
          title={t('imports.replace.title')}
          body={t('imports.replace.body')}
          confirmLabel={t('imports.run')}
          isDanger
          onConfirm={onRun}
          onClose={() => setIsConfirming(false)}
          onCloseAutoFocus={restore}
        />
      ) : null}
    </>
  );
};
