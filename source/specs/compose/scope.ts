import type {Tree} from '../tree.ts';
import {namespaceLabel} from './stack-name.ts';

/** Where a service of a file is: its stack, and what else the file has. */
export type Scope = {
	readonly stack: string;
	readonly networks: Tree;
	readonly volumes: Tree;
	readonly secrets: Tree;
	readonly configs: Tree;
};

/** Docker's own label last: nothing in the file can change it. */
export const labelled = ({stack}: Scope, labels: Readonly<Record<string, string>>) => ({
	...labels,
	[namespaceLabel]: stack,
});

/** `external: true`, or the older `external: {name: ...}`. */
export const isExternal = ({external}: Tree): boolean =>
	external === true || (typeof external === 'object' && external !== null && !Array.isArray(external));
