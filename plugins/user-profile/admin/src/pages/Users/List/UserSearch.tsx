import {
  Box,
  Searchbar,
  SearchForm,
  SingleSelect,
  SingleSelectOption,
} from '@strapi/design-system';
import { useDebounce } from '@strapi/strapi/admin';
import * as React from 'react';

import { MAX_LENGTHS } from '../../../../../shared/user-fields';
import { useTranslate } from '../../../hooks/useTranslate';
import type { Match } from '../../../services/usersList';

const TYPING_PAUSE = 400;

interface UserSearchProps {
  search: string;
  match: Match;
  onSearch: (search: string) => void;
  onMatch: (match: Match) => void;
}

/** Searches while the administrator types; Enter searches at once. */
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

  // The URL was changed elsewhere, e.g. by the browser's Back button.
  React.useEffect(() => {
    if (search !== sent.current) {
      sent.current = search;
      setText(search);
    }
  }, [search]);

  React.useEffect(() => {
    // The debounced text may be older than a search that was submitted since.
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
            maxLength={MAX_LENGTHS.search}
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
