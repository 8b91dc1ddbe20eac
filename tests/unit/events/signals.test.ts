import { signalsOf, type DatedEvent } from '../../../plugins/user-profile/server/src/events/row';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

const login = (
  country: string | null,
  { isNewDevice = false, ageMs = 0 }: { isNewDevice?: boolean; ageMs?: number } = {}
): DatedEvent =>
  ({
    type: 's',
    date: new Date(Date.now() - ageMs),
    logId: '202611231200305670123456789',
    facts: { place: country === null ? null : { country_code: country } },
    isNewDevice,
  }) as DatedEvent;

const returning = { logins: 3, countries: ['GR', 'DE'] };

describe('signalsOf', () => {
  it('reports a new device', () => {
    expect(signalsOf(login('GR', { isNewDevice: true }), returning)).toEqual(['new_device']);
  });

  it('reports a new country', () => {
    expect(signalsOf(login('FR'), returning)).toEqual(['new_country']);
  });

  it('reports a new device and a new country together', () => {
    expect(signalsOf(login('FR', { isNewDevice: true }), returning)).toEqual([
      'new_device',
      'new_country',
    ]);
  });

  it('reports nothing for a known device in a known country', () => {
    expect(signalsOf(login('DE'), returning)).toEqual([]);
  });

  it('reports nothing for the first login of a user', () => {
    const first = { logins: 0, countries: [] };
    expect(signalsOf(login('FR', { isNewDevice: true }), first)).toEqual([]);
  });

  it('reports no new country if the country of the login is unknown', () => {
    expect(signalsOf(login(null), returning)).toEqual([]);
  });

  it('reports no new country if the countries of all earlier logins are unknown', () => {
    expect(signalsOf(login('FR'), { logins: 3, countries: [] })).toEqual([]);
  });

  it('reports nothing for backfilled events, which are older than one hour', () => {
    const event = (ageMs: number) => login('FR', { isNewDevice: true, ageMs });
    expect(signalsOf(event(HOUR_MS + MINUTE_MS), returning)).toEqual([]);
    expect(signalsOf(event(HOUR_MS - MINUTE_MS), returning)).toEqual(['new_device', 'new_country']);
  });
});
