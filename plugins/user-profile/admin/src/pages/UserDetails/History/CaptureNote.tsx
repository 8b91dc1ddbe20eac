import { Note } from '../../../components/Note';
import { useTranslate } from '../../../hooks/useTranslate';
import { useFindSettingsQuery } from '../../../services/settings';

/** Shown if events are queued or were lost. */
export const CaptureNote = () => {
  const t = useTranslate();
  const { data: settings } = useFindSettingsQuery(undefined, { refetchOnMountOrArgChange: true });
  const { waiting = 0, dropped = 0 } = settings?.capture ?? {};

  if (dropped > 0) {
    return <Note>{t('history.dropped', { count: dropped })}</Note>;
  }

  return waiting > 0 ? <Note>{t('history.queued', { count: waiting })}</Note> : null;
};
