import { useTranslate } from '../../hooks/useTranslate';
import { SETTINGS_FRESH_SECONDS, useFindSettingsQuery } from '../../services/settings';
import { Note } from '../Note';

/** Shown if events are queued or were lost. */
export const CaptureNote = () => {
  const t = useTranslate();
  const { data: settings } = useFindSettingsQuery(undefined, {
    refetchOnMountOrArgChange: SETTINGS_FRESH_SECONDS,
  });
  const { queued = 0, dropped = 0 } = settings?.event_capture ?? {};

  if (dropped > 0) {
    return <Note>{t('history.dropped', { count: dropped })}</Note>;
  }

  return queued > 0 ? <Note>{t('history.queued', { count: queued })}</Note> : null;
};
