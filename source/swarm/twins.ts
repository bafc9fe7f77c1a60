import type {Node} from './node.ts';
import type {Snapshot} from './snapshot.ts';

/** A machine that came back under a new id: the entry that is down, and the one that is up, of the same host name. */
export type Twins = {readonly old: Node; readonly fresh: Node};

/** By the newer entry. Two machines that are both up may share a name on purpose, and are left alone. */
export const twinsOf = (snapshot: Snapshot): readonly Twins[] => {
	const nodes = [...(snapshot.nodes?.items.values() ?? [])].filter(({hostname}) => hostname !== '');
	const up = nodes.filter(({state}) => state === 'ready');

	return nodes
		.filter(({state}) => state === 'down')
		.flatMap(old => {
			const [fresh, ...more] = up.filter(node => node.hostname === old.hostname && node.createdAt > old.createdAt);
			return fresh !== undefined && more.length === 0 ? [{old, fresh}] : [];
		});
};

/** Labels of the old entry that the new one lacks, or has otherwise. */
export const missingLabels = ({old, fresh}: Twins) =>
	Object.fromEntries(Object.entries(old.labels).filter(([key, value]) => fresh.labels[key] !== value));
