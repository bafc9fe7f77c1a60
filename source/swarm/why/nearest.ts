import type {ServiceId} from '../ids.ts';
import {believedNodes} from '../living.ts';
import type {Snapshot} from '../snapshot.ts';
import type {Instant} from '../values.ts';
import {explainService} from './explain-pending.ts';
import type {Check} from './node-checks.ts';
import {placesNow} from './places-now.ts';
import type {NodeRow, Pending} from './why.ts';
import {checksWords, nodesWords} from './words.ts';

/** So many rows are said in a line. */
const most = 2;

const hopeless = ({rows}: Pending) => {
	const [first, ...others] = rows;
	const isEverywhere = ({need}: Check) => others.every(({checks}) => checks.some(check => check.need === need));
	return first?.checks.find(check => check.rule === 'constraint' && isEverywhere(check))?.need;
};

const rowWords = ({nodes, checks}: NodeRow) => {
	const isAmount = checks.every(({rule}) => rule === 'resource' || rule === 'ready');
	return isAmount
		? `${nodesWords(nodes)} ${nodes.length === 1 ? 'is' : 'are'} ${checksWords(checks)}`
		: `${nodesWords(nodes)} (${checksWords(checks)})`;
};

const dataNode = ({data}: Pending) => data.find(({kind}) => kind === 'volume')?.lastOn?.hostname;

/**
Why no node takes a task, as short as it can be said: `no node fits: node09 is down; node05 is 614 MiB memory short`.
Undefined where one fits by what is known.
*/
export const nearestWords = (pending: Pending): string | undefined => {
	const {rows} = pending;

	if (rows.length === 0 || rows.some(({checks}) => checks.length === 0)) {
		return undefined;
	}

	const need = hopeless(pending);

	if (need !== undefined) {
		return `no node satisfies ${need}`;
	}

	const single = rows.filter(({checks}) => checks.length === 1);
	const shown = (single.length > 0 ? single : rows).slice(0, most);
	const lastOn = dataNode(pending);
	return [`no node fits: ${shown.map(rowWords).join('; ')}`, ...(lastOn ? [`its data is on ${lastOn}`] : [])].join(
		'; ',
	);
};

/** Of so many services it is worked out each time something is heard: a list of problems shows no more of them. */
const mostServices = 20;

const answers = new WeakMap<object, Map<ServiceId, string | undefined>>();

/** The same for the first tasks that wait in a service; undefined too while not all tasks are known, or many services wait. */
export const nearestCause = (snapshot: Snapshot, id: ServiceId, now: Instant): string | undefined => {
	const nodes = believedNodes(snapshot, now);

	if (nodes === undefined || !snapshot.hasAllTasks) {
		return undefined;
	}

	const places = placesNow(nodes, snapshot);
	const known = answers.get(places) ?? new Map<ServiceId, string | undefined>();
	answers.set(places, known);

	if (!known.has(id) && known.size < mostServices) {
		const [pending] = explainService(snapshot, id, now)?.pending ?? [];
		known.set(id, pending && nearestWords(pending));
	}

	return known.get(id);
};
