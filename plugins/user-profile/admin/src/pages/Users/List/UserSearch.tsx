import {
  Box,
  Searchbar,
  SearchForm,
  SingleSelect,
  SingleSelectOption,
} from '@strapi/design-system';
import { useDebounce } from '@strapi/strapi/admin';
import * as React from 'react';

import { useTranslate } from '../../../hooks/useTranslate';
import type { Match } from '../../../services/usersList';

const TYPING_PAUSE = 400;

/** As much as the server takes. */
const MAX_LENGTH = 255;

interface UserSearchProps {
  search: string;
  match: Match;
  onSearch: (search: string) => void;
  onMatch: (match: Match) => void;
}

/** Searches while it is typed, and by Enter at once. */
export const UserSearch = ({ search, match, onSearch, onMatch }: UserSearchProps) => {
  const t = useTranslate();
  const [text, setText] = React.useState(search);
  const settled = useDebounce(text, TYPING_PAUSE);
  const sent = React.useRef(search);

  const send = React.useCallback(
    (next: string) => {
      const wanted = next.trim();

      if (wanted !== sent.current) {
        sent.current = wanted;
        onSearch(wanted);
      }
    },
    [onSearch]
  );

  // The address has changed by other means, such as the browser's Back.
  React.useEffect(() => {
    if (search !== sent.current) {
      sent.current = search;
      setText(search);
    }
  }, [search]);

  React.useEffect(() => {
    // What has settled may be older than what another way of searching has brought since.
    if (settled === text) {
      send(settled);
    }
  }, [send, settled, text]);

  return (
    <>
      <Box width={{ initial: '100%', medium: '38rem' }}>
        <SearchForm
          onSubmit={(event) => {
            event.preventDefault();
            send(text);
          }}
        >
          <Searchbar
            name="search"
            size="S"
            value={text}
            maxLength={MAX_LENGTH}
            placeholder={t('users.search.placeholder')}
            clearLabel={t('users.search.clear')}
            onChange={(event) => setText(event.target.value)}
            onClear={() => {
              setText('');
              send('');
            }}
          >
            {t('users.search.label')}
          </Searchbar>
        </SearchForm>
      </Box>
      <Box>
        <SingleSelect
          size="S"
          aria-label={t('users.match')}
          value={match}
          onChange={(next: string | number) => onMatch(next === 'contains' ? 'contains' : 'prefix')}
        >
          <SingleSelectOption value="prefix">{t('users.match.prefix')}</SingleSelectOption>
          <SingleSelectOption value="contains">{t('users.match.contains')}</SingleSelectOption>
        </SingleSelect>
      </Box>
    </>
  );
};
