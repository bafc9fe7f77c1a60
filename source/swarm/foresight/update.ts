import type {ServiceId} from '../ids.ts';
import {believedNodes} from '../living.ts';
import {needsNothing} from '../placement/needs.ts';
import {quorumOf} from '../quorum.ts';
import {isByNode} from '../slot-groups.ts';
import {lastTimes} from '../slot-times.ts';
import {type Snapshot, serviceOf} from '../snapshot.ts';
import type {Task} from '../task.ts';
import type {Instant} from '../values.ts';
import {tightestOf} from './capacity-left.ts';
import type {Fate, Foresight, Range, Waiting} from './foresight.ts';
import {forgottenTasks, leftBehind} from './forgotten.ts';
import {updateOfGlobal} from './global-update.ts';
import {waitingOf} from './parties.ts';
import {none} from './party.ts';
import {type Places, placesOf} from './places.ts';
import type {Rolling} from './played-out.ts';
import {besideGood, othersWaiting, type Revision, replacedBy, rollOutOf, surroundingsOf, updated} from './revision.ts';
import {roomFor} from './room.ts';
import {settle} from './settle.ts';
import {sorted} from './sorted.ts';
import type {ServiceUpdate} from './template-after.ts';
import {eitherWay} from './untried.ts';
import {isMeant, isWaiting, livingTasks} from './waiting-tasks.ts';
import {reasonsFor} from './words-of.ts';

type End = {readonly roll: Rolling; readonly stuck: Range; readonly text: string | undefined};

/** No more than one node would take it. */
const isBound = ({demand, service}: Rolling, places: Places) =>
	[...places.values()].filter(place => roomFor(demand, place, service.id) > 0).length <= 1;

const fateOf = (revision: Revision, {roll, stuck, text}: End, start: Places, places: Places): Fate => {
	const {nodes, after, tasks, old} = revision;
	const {isStartFirst, parallelism} = roll.roll;
	const living = livingTasks(tasks, nodes);
	const going = isStartFirst ? 0 : Math.min(parallelism, old.filter(task => living.includes(task)).length);
	const lost = (amount: number) => (isStartFirst ? living.length : living.length - Math.min(amount, living.length));
	return {
		service: after,
		tasks: old.length,
		stuck,
		starting: {least: 0, most: old.length - stuck.least},
		living: {
			before: living.length,
			during: living.length - going,
			after: {least: lost(stuck.most), most: lost(stuck.least)},
		},
		likely: [],
		text,
		nodes: stuck.most > 0 ? reasonsFor(roll, places) : [],
		// Where one node alone suits, it comes back to its data.
		local: isBound(roll, start) ? [] : (after.template.needs ?? needsNothing).local,
		last: lastTimes(after, tasks, living),
		isReplaced: true,
	};
};

/** What waits and is older than the spec from now on: those it leaves alone, and those it never comes to. */
const forgottenIn = (
	{snapshot, after, old}: Revision,
	replaced: readonly Task[],
	left: Range,
	others: ReadonlySet<Task>,
): readonly Waiting[] => {
	const aged = new Map([[after.id, {...after, updatedAt: Infinity, updateStatus: undefined}]]);
	const known = forgottenTasks(snapshot, aged, task => old.includes(task) || others.has(task));
	return [...known, ...leftBehind(after, replaced.filter(isWaiting), left)];
};

const replicatedUpdate = (
	revision: Revision,
): {readonly fates: readonly Fate[]; readonly waiting: readonly Waiting[]} => {
	const {old, tasks} = revision;
	const surroundings = surroundingsOf(revision);
	const {parties, bystanders} = surroundings;
	const beside = besideGood(revision);
	const replaced = old.filter(task => !beside.has(task));
	const roll = rollOutOf(revision, replaced);
	const {settled, places} = settle([...(replaced.length > 0 ? [roll] : []), ...parties], surroundings.places);
	const [own] = replaced.length > 0 ? settled : [];
	const dropped = own && own.stuck.most > 0 ? [...beside].filter(isWaiting) : [];
	const others = settled.filter(entry => entry !== own);
	const end = {roll, stuck: own?.stuck ?? none, text: own && own.stuck.most > 0 ? own.words().text : undefined};
	const before = tasks.filter(isWaiting).length;
	return {
		fates: own ? [fateOf(revision, end, surroundings.places, places)] : [],
		waiting: [
			...(own ? waitingOf(own, () => before) : []),
			...othersWaiting(others, surroundings),
			...forgottenIn(revision, replaced, own?.left ?? none, bystanders.old),
			...leftBehind(revision.after, dropped, {least: 0, most: dropped.length}),
		],
	};
};

/** A change of what the tasks are made from: a rolling update, as the service's own policy says. */
export const updateForesight = (
	snapshot: Snapshot,
	id: ServiceId,
	change: ServiceUpdate,
	now: Instant,
): Foresight | undefined => eitherWay(snapshot, seen => updatedBy(seen, id, change, now));

const updatedBy = (snapshot: Snapshot, id: ServiceId, change: ServiceUpdate, now: Instant): Foresight | undefined => {
	const before = serviceOf(snapshot, id);
	const nodes = believedNodes(snapshot, now);

	if (before === undefined || nodes === undefined) {
		return undefined;
	}

	const after = updated(before, change);
	const tasks = snapshot.tasks.get(id)?.items ?? [];
	const old = replacedBy(before, after, tasks, nodes);
	const revision = {snapshot, nodes, before, after, tasks, old};
	const {fates, waiting} = isByNode(before)
		? updateOfGlobal(revision, others => forgottenIn(revision, [], none, others))
		: replicatedUpdate(revision);
	const quorum = quorumOf(nodes);
	const meant = tasks.filter(isMeant).length;
	return {
		isWhole: snapshot.hasAllTasks,
		tasks: meant,
		...sorted(fates),
		stays: meant - old.length,
		ports: [],
		waiting,
		tightest: tightestOf(placesOf(nodes, snapshot, {isGone: () => false, counted: new Set()})),
		quorum: {before: quorum, after: quorum},
	};
};
