import type {Place} from '../foresight/places.ts';
import {type Asking, type Check, checksOf} from './node-checks.ts';
import type {NodeRow} from './why.ts';

type Entry = {readonly place: Place; readonly checks: readonly Check[]};

/** Coming back, or being let in again, takes less than finding room, and that less than being another machine. */
const order = ['ready', 'resource', 'host-port', 'max-replicas', 'constraint', 'plugin', 'platform', 'volumes'];

const worst = (checks: readonly Check[]) => Math.max(-1, ...checks.map(({rule}) => order.indexOf(rule)));
const farthest = (checks: readonly Check[]) => checks.reduce((sum, {distance}) => sum + distance, 0);
const isDead = ({place}: Entry) => place.node.state !== 'ready';

/** Negative when `a` is nearer to taking the task: fewer rules broken, milder ones, by less. */
const compare = (a: Entry, b: Entry) =>
	a.checks.length - b.checks.length ||
	worst(a.checks) - worst(b.checks) ||
	Number(isDead(b)) - Number(isDead(a)) ||
	farthest(a.checks) - farthest(b.checks) ||
	(a.place.node.hostname < b.place.node.hostname ? -1 : 1);

/** Equal is what reads alike: the same rules with the same words. */
const keyOf = ({checks}: Entry) => checks.map(({words}) => words).join('|');

const freeAt = ({node: {capacity}, held}: Place) => ({
	cpus: Math.max(0, Math.round((capacity.cpus - held.cpus) * 1e9) / 1e9),
	memoryBytes: Math.max(0, capacity.memoryBytes - held.memoryBytes),
});

/** Every node against every rule, nearest first, equal nodes folded. */
export const nodeRows = (asking: Asking, places: readonly Place[]): readonly NodeRow[] => {
	const entries = places.map(place => ({place, checks: checksOf(asking, place)})).sort(compare);
	return [...Map.groupBy(entries, keyOf).values()].map(group => ({
		nodes: group.map(({place}) => place.node),
		free: group.map(({place}) => freeAt(place)),
		checks: group[0]?.checks ?? [],
	}));
};
