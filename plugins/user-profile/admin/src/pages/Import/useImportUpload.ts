import * as React from 'react';
import { useBlocker, useNavigate } from 'react-router-dom';

import type { UploadImport } from '../../../../shared/contracts/imports';
import { useErrorText } from '../../components/dialogs/useRun';
import { useFormatBytes } from '../../hooks/useFormatBytes';
import { useTranslate } from '../../hooks/useTranslate';
import { useUpload } from '../../services/uploads';
import { type ApiError, isTooLarge } from '../../utils/errors';
import { importPath } from '../../utils/paths';
import { toQueryString } from '../../utils/queryString';

interface Upload {
  name: string;
  bytes: number;
  /** The part that was sent, from 0 to 1. */
  sent: number;
}

/** Browsers ask before they close a page that listens to this event. */
const askBeforeLeaving = (event: BeforeUnloadEvent) => event.preventDefault();

/** Uploads one file at a time, and opens the import. */
export const useImportUpload = (maxBytes: number | undefined) => {
  const t = useTranslate();
  const errorText = useErrorText();
  const formatBytes = useFormatBytes();
  const navigate = useNavigate();
  const send = useUpload();
  const [upload, setUpload] = React.useState<Upload>();
  const [problem, setProblem] = React.useState<string>();
  const controller = React.useRef<AbortController>();
  const isUploading = upload !== undefined;
  // Not the state, which changes too late for the navigation at the end of the upload.
  const mustAsk = React.useRef(false);
  const blocker = useBlocker(React.useCallback(() => mustAsk.current, []));
  const isLeaving = blocker.state === 'blocked';

  React.useEffect(() => () => controller.current?.abort(), []);

  React.useEffect(() => {
    if (!isUploading) {
      return undefined;
    }

    window.addEventListener('beforeunload', askBeforeLeaving);

    return () => window.removeEventListener('beforeunload', askBeforeLeaving);
  }, [isUploading]);

  // The upload has failed while the dialog was open: nothing is left to ask.
  React.useEffect(() => {
    if (isLeaving && !isUploading) {
      blocker.reset();
    }
  }, [blocker, isLeaving, isUploading]);

  const problemOf = (error: ApiError): string =>
    // Of a proxy, whose limit is lower. The message of the server has the number.
    isTooLarge(error) && !error.message ? t('imports.error.tooLarge') : errorText(error);

  const start = async (file: File) => {
    const { name, size: bytes } = file;
    setProblem(undefined);

    if (bytes === 0) {
      setProblem(t('imports.error.empty', { name }));
      return;
    }

    if (maxBytes !== undefined && bytes > maxBytes) {
      setProblem(
        t('imports.error.limit', { name, size: formatBytes(bytes), max: formatBytes(maxBytes) })
      );
      return;
    }

    const { signal } = (controller.current = new AbortController());
    setUpload({ name, bytes, sent: 0 });
    mustAsk.current = true;

    try {
      const response = await send(`/imports${toQueryString({ file_name: name })}`, file, {
        signal,
        onProgress: (sent) => setUpload({ name, bytes, sent }),
      });

      mustAsk.current = false;
      navigate(importPath((response as UploadImport.Response).data.id));
    } catch (error) {
      mustAsk.current = false;
      setUpload(undefined);

      if (!signal.aborted) {
        setProblem(problemOf(error as ApiError));
      }
    }
  };

  const leave = () => {
    mustAsk.current = false;
    blocker.proceed?.();
  };

  return {
    upload,
    problem,
    start,
    cancel: () => controller.current?.abort(),
    /** Whether a link was followed during the upload. */
    isLeaving: isLeaving && isUploading,
    leave,
    stay: () => blocker.reset?.(),
  };
};
