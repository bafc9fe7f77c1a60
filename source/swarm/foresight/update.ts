import type {ServiceId} from '../ids.ts';
import {believedNodes} from '../living.ts';
import {needsNothing} from '../placement/needs.ts';
import {quorumOf} from '../quorum.ts';
import {isByNode} from '../slot-groups.ts';
import {type Snapshot, serviceOf} from '../snapshot.ts';
import type {Instant} from '../values.ts';
import {tightestOf} from './capacity-left.ts';
import {demandOf} from './demand-of.ts';
import {endOf, playedOut} from './end-of-roll-out.ts';
import type {Fate, Foresight, Range, Waiting} from './foresight.ts';
import {forgottenTasks, isForgotten} from './forgotten.ts';
import {updateOfGlobal} from './global-update.ts';
import {placesOf} from './places.ts';
import {type Revision, replacedBy, rollOutOf, type ServiceUpdate, updated} from './revision.ts';
import {extremesOf, type RollOut} from './roll-out.ts';
import {roomFor} from './room.ts';
import {sorted} from './sorted.ts';
import {isMeant, isWaiting, lastStartOf, livingTasks, queuesOf} from './waiting-tasks.ts';
import {type Extremes, reasonsFor, textBetween, textFor} from './words-of.ts';

/** No more than one node would take it. */
const isBound = ({places, demand, service}: RollOut) =>
	[...places.values()].filter(place => roomFor(demand, place, service.id) > 0).length <= 1;

const fateOf = (revision: Revision, roll: RollOut, stuck: Range): Fate => {
	const {snapshot, nodes, after, tasks, old} = revision;
	const living = livingTasks(tasks, nodes);
	const {places} = playedOut(roll);
	const going = roll.isStartFirst ? 0 : Math.min(roll.parallelism, old.filter(task => living.includes(task)).length);
	const lost = (amount: number) =>
		roll.isStartFirst ? living.length : living.length - Math.min(amount, living.length);
	const group = {service: after, demand: demandOf(after, snapshot)};
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
		text: stuck.most > 0 ? textFor(group, places) : undefined,
		nodes: stuck.most > 0 ? reasonsFor(group, places) : [],
		// Where one node alone suits, it comes back to its data.
		local: isBound(roll) ? [] : (after.template.needs ?? needsNothing).local,
		lastStart: lastStartOf(living),
		isReplaced: true,
	};
};

/** Others that wait may get room that this makes; what it reads then hangs on where the new tasks go. */
const othersOf = ({snapshot, before}: Revision, extremes: Extremes): readonly Waiting[] =>
	queuesOf(snapshot, (task, service) => service.id !== before.id && !isForgotten(task, service)).map(
		({service, only, tasks}) => {
			const group = {service, demand: demandOf(service, snapshot), ...(only !== undefined && {only})};
			const isFreed = textFor(group, extremes.low) === undefined;
			const after = {least: isFreed ? 0 : tasks, most: tasks};
			return {service, only, before: tasks, after, ...textBetween(group, extremes), isForgotten: false};
		},
	);

/** What waits and is older than the spec from now on: those it leaves alone, and those it never comes to. */
const forgottenIn = ({snapshot, after, old}: Revision, left: Range): readonly Waiting[] => {
	const aged = new Map([[after.id, {...after, updatedAt: Infinity, updateStatus: undefined}]]);
	const known = forgottenTasks(snapshot, aged, task => old.includes(task));
	const behind = old.filter(isWaiting);
	const texts = Map.groupBy(behind, ({error}) => error);
	const entry = (text: string | undefined, before: number, range: Range): Waiting => ({
		service: after,
		only: undefined,
		before,
		after: range,
		text,
		isTextSure: left.least === behind.length || texts.size === 1,
		isForgotten: true,
	});
	const own =
		left.least === behind.length
			? [...texts].map(([text, {length}]) => entry(text, length, {least: length, most: length}))
			: [entry(behind[0]?.error, behind.length, left)];
	return left.most > 0 ? [...known, ...own] : known;
};

const replicatedUpdate = (
	revision: Revision,
): {readonly fates: readonly Fate[]; readonly waiting: readonly Waiting[]} => {
	const {snapshot, after, old, tasks} = revision;
	const roll = rollOutOf(revision);
	const {stuck, left} = endOf(roll);
	const extremes = {...extremesOf(roll), likely: playedOut(roll).places};
	const fate = fateOf(revision, roll, stuck);
	const before = tasks.filter(isWaiting).length;
	const words = textBetween({service: after, demand: demandOf(after, snapshot)}, extremes);
	const own = {service: after, only: undefined, before, after: stuck, ...words, text: fate.text, isForgotten: false};
	const others = [...othersOf(revision, extremes), ...forgottenIn(revision, left)];
	return {fates: old.length > 0 ? [fate] : [], waiting: stuck.most > 0 ? [own, ...others] : others};
};

const nothingLeft: Range = {least: 0, most: 0};

/** A change of what the tasks are made from: a rolling update, as the service's own policy says. */
export const updateForesight = (
	snapshot: Snapshot,
	id: ServiceId,
	change: ServiceUpdate,
	now: Instant,
): Foresight | undefined => {
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
		? updateOfGlobal(revision, extremes => [...othersOf(revision, extremes), ...forgottenIn(revision, nothingLeft)])
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
