import { Box, Flex, Typography } from '@strapi/design-system';

import { useTranslate } from '../../../../hooks/useTranslate';
import type { MetadataProblem } from './checkMetadata';
import type { ServerProblem } from './serverProblems';

/** A longer list would push the buttons out of view. */
const MAX_SHOWN = 10;

interface EditorProblemsProps {
  id: string;
  problems: readonly MetadataProblem[];
  serverProblems: readonly ServerProblem[];
}

/** The errors with their lines, announced as they change. Without errors, a keyboard hint. */
export const EditorProblems = ({ id, problems, serverProblems }: EditorProblemsProps) => {
  const t = useTranslate();
  const all = [
    ...problems.map(({ line, text, values }) => ({ line, message: t(text, values) })),
    ...serverProblems,
  ].slice(0, MAX_SHOWN);

  return (
    <Box id={id} aria-live="polite">
      {all.length > 0 ? (
        <Flex tag="ul" direction="column" alignItems="stretch" gap={1}>
          {all.map(({ line, message }) => (
            <Typography key={`${line}:${message}`} tag="li" variant="pi" textColor="danger600">
              {line === undefined ? message : t('metadata.atLine', { line, problem: message })}
            </Typography>
          ))}
        </Flex>
      ) : (
        <Typography tag="p" variant="pi" textColor="neutral600">
          {t('metadata.editorHint')}
        </Typography>
      )}
    </Box>
  );
};
