import type { Core } from '@strapi/types';

import type { ImportOptions } from '../../../../shared/contracts/imports';
import { coded, locatedProblem, problem, validationError, type Problem } from '../../utils/errors';
import { getService } from '../../utils/service';
import type { ImportRow } from './import-rows';

const connectionProblems = async (
  strapi: Core.Strapi,
  { facts: { format } }: ImportRow,
  { connection, connections = {} }: ImportOptions
): Promise<Problem[]> => {
  const named: [string[], string | undefined][] = [
    [['connection'], connection],
    ...Object.entries(connections).map(([name, to]): [string[], string] => [
      ['connections', name],
      to,
    ]),
  ];
  const problems: Problem[] = [];
  if (connection === undefined && format !== 'export' && Object.keys(connections).length === 0) {
    problems.push(locatedProblem(['connection'], coded('import_connection_required')));
  }
  for (const [path, name] of named) {
    if (name !== undefined && !(await getService(strapi, 'connection-store').findRow(name))) {
      problems.push(problem(path, coded('import_connection_unknown', { name })));
    }
  }
  return problems;
};

const mappingProblems = (
  { facts: { columns } }: ImportRow,
  { mapping = {} }: ImportOptions
): Problem[] => {
  const unknown = Object.keys(mapping).filter((column) => !columns?.includes(column));
  const targets = Object.values(mapping).filter((field) => field !== null);
  const twice = targets.find((field, at) => targets.indexOf(field) < at);
  return [
    ...unknown.map((column) =>
      problem(['mapping', column], coded('import_column_unknown', { name: column }))
    ),
    ...(twice === undefined
      ? []
      : [problem(['mapping'], coded('import_column_twice', { field: twice }))]),
  ];
};

/** @throws ValidationError for what would make every line fail */
export const checkImportOptions = async (
  strapi: Core.Strapi,
  row: ImportRow,
  options: ImportOptions
): Promise<void> => {
  const problems = [
    ...(await connectionProblems(strapi, row, options)),
    ...mappingProblems(row, options),
    ...(options.hash_config && row.facts.format !== 'firebase'
      ? [problem(['hash_config'], coded('import_hash_config_unused'))]
      : []),
  ];
  if (problems.length > 0) {
    throw validationError(problems);
  }
};
