import { Note } from '../../../components/Note';
import { useTranslate } from '../../../hooks/useTranslate';
import { useFindSettingsQuery } from '../../../services/settings';

/** Says when the log is known to lack something: what waits to be written, and what was lost. */
export const CaptureNote = () => {
  const t = useTranslate();
  const { data: settings } = useFindSettingsQuery(undefined, { refetchOnMountOrArgChange: true });
  const { waiting = 0, dropped = 0 } = settings?.capture ?? {};

  if (dropped > 0) {
    return <Note>{t('history.dropped', { count: dropped })}</Note>;
  }

  return waiting > 0 ? <Note>{t('history.waiting', { count: waiting })}</Note> : null;
};
