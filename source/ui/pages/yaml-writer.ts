import {stringify} from 'yaml';

/** A plain tree as YAML, one line per value however long. In a file of its own, so that it can be loaded late. */
export const toYaml = (tree: unknown) => stringify(tree, {lineWidth: 0});
