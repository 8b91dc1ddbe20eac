import { Button, Flex, Typography } from '@strapi/design-system';
import { CloudUpload } from '@strapi/icons';
import * as React from 'react';
import { styled } from 'styled-components';

import { useTranslate } from '../../hooks/useTranslate';

const Zone = styled(Flex)<{ $isOver: boolean }>`
  border: 1px dashed
    ${({ theme, $isOver }) => ($isOver ? theme.colors.primary600 : theme.colors.neutral500)};
  border-radius: ${({ theme }) => theme.borderRadius};
  background: ${({ theme, $isOver }) =>
    $isOver ? theme.colors.primary100 : theme.colors.neutral100};
`;

interface FileDropProps {
  hint: string;
  onFile: (file: File) => void;
}

const filesOf = ({ dataTransfer }: React.DragEvent): boolean =>
  dataTransfer.types.includes('Files');

/** A file, by button or by drag and drop. The design system has no such field. */
export const FileDrop = ({ hint, onFile }: FileDropProps) => {
  const t = useTranslate();
  const hintId = React.useId();
  const input = React.useRef<HTMLInputElement>(null);
  const [isOver, setIsOver] = React.useState(false);

  return (
    <Zone
      $isOver={isOver}
      direction="column"
      justifyContent="center"
      gap={3}
      padding={{ initial: 5, medium: 8 }}
      onDragOver={(event: React.DragEvent) => {
        if (filesOf(event)) {
          event.preventDefault();
          setIsOver(true);
        }
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={(event: React.DragEvent) => {
        event.preventDefault();
        setIsOver(false);
        const file = event.dataTransfer.files.item(0);

        if (file) {
          onFile(file);
        }
      }}
    >
      <CloudUpload width="4rem" height="4rem" fill="neutral600" aria-hidden />
      <Typography textAlign="center">{t('imports.drop')}</Typography>
      <Button aria-describedby={hintId} onClick={() => input.current?.click()}>
        {t('imports.choose')}
      </Button>
      <Typography id={hintId} variant="pi" textColor="neutral600" textAlign="center">
        {hint}
      </Typography>
      <input
        ref={input}
        type="file"
        hidden
        onChange={({ target }) => {
          const file = target.files?.item(0);
          // The same file can be chosen again after it was corrected.
          target.value = '';

          if (file) {
            onFile(file);
          }
        }}
      />
    </Zone>
  );
};
