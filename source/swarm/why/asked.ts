import type {Node} from '../node.ts';
import type {Demand} from '../placement/demand.ts';
import type {Service} from '../service.ts';
import type {Snapshot} from '../snapshot.ts';
import type {Check} from './node-checks.ts';
import type {Data, NodeRow} from './why.ts';

/** What fixes are looked for in. */
export type Asked = {
	readonly snapshot: Snapshot;
	readonly service: Service;
	readonly demand: Demand;
	readonly rows: readonly NodeRow[];
	readonly data: readonly Data[];
};

/** The rows whose every obstacle is of that kind. */
export const only = ({rows}: Asked, test: (checks: readonly Check[]) => boolean): readonly NodeRow[] =>
	rows.filter(({checks}) => checks.length > 0 && test(checks));

export const isAll = (rule: Check['rule']) => (checks: readonly Check[]) => checks.every(check => check.rule === rule);

/** A node that never had the data starts the task without it. */
export const emptyOn = ({data}: Asked, node: Node) =>
	data
		.filter(({kind, lastOn}) => kind === 'volume' && lastOn !== undefined && lastOn.id !== node.id)
		.map(({name}) => `${name} starts EMPTY there`);
