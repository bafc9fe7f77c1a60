import {shortId} from '../../swarm/ids.ts';
import {isJob} from '../../swarm/service.ts';
import {dottedName, type Task} from '../../swarm/task.ts';
import {endWords, roughSeconds} from '../../swarm/wording.ts';
import {clock} from '../format/clock.ts';
import {clean, cleanKeepingColours} from '../text/clean.ts';
import {cells, cut, fit, fitStyled} from '../text/fit.ts';
import {tone} from '../text/style.ts';
import type {CockpitFacts, LogLine} from './facts.ts';
import {slotNames} from './names.ts';
import {whenWords} from './slot-words.ts';

/** What is wrong and what it said last; while nothing is, what goes on. Exactly `height` lines. */
export function drawWhy(facts: CockpitFacts, width: number, height: number): readonly string[] {
	const isTight = height < 5;
	const head = facts.failure === undefined ? calmLines(facts) : failureLines(facts, facts.failure, isTight, width);
	const lines = head.map(line => fitStyled(line, width));
	return [...lines, ...logLines(facts, width, height - lines.length), ...blanks(width, height)].slice(0, height);
}

const blanks = (width: number, height: number) => Array.from({length: height}, () => ' '.repeat(width));

function failureLines(facts: CockpitFacts, task: Task, isTight: boolean, width: number): readonly string[] {
	const {service, hostOf} = facts;
	const name = clean(dottedName(service.name, task));
	const exit = task.exitCode === undefined ? 'ended' : `exit ${task.exitCode}`;
	const about = ` ${tone('bold', name)} ${tone('dim', `(${shortId(task.id)}, ${hostOf(task.nodeId)})`)}`;
	const who = `${about} ${tone('act', exit)}`;
	const error = clean(errorOf(service, task));
	const when = tone('dim', facts.hasAges ? whenWords(task.stateAt, facts) : `at ${whenWords(task.stateAt, facts)}`);

	if (isTight) {
		return [error.startsWith(exit) ? `${about} ${tone('act', error)}` : `${who}  ${error}`];
	}

	const same = sameCause(facts, task);
	const room = Math.max(20, width - cells(same) - 6);
	return [`${who} ${when}`, ` ${tone('look', cut(error, room))}${same === '' ? '' : `   ${tone('dim', same)}`}`];
}

/** In Swarm's words, but for a kill: there the limit says more than the number does. */
const errorOf = (service: CockpitFacts['service'], task: Task) =>
	task.exitCode === 137 ? endWords(service, task) : (task.error ?? 'Swarm tells no error');

/** Whether it is one cause or one node: what a person would compare by hand. */
function sameCause({rollout, hostOf}: CockpitFacts, task: Task): string {
	const newest = rollout.slots.flatMap(({phase, failures: [last]}) => (phase === 'failing' && last ? [last] : []));

	if (newest.length < 2) {
		return '';
	}

	const nodes = new Set(newest.map(({nodeId}) => nodeId));

	if (nodes.size === 1) {
		return `all of them on ${hostOf(task.nodeId)}: maybe the node`;
	}

	const alike = newest.filter(({error}) => error === task.error);
	return alike.length === newest.length
		? `same text on ${slotNames([...nodes].map(hostOf), true)}: one cause, not one node`
		: `${newest.length - alike.length} others fail with another text`;
}

function calmLines(facts: CockpitFacts): readonly string[] {
	const {rollout, now, service, hostOf} = facts;
	const {busy, policy, slots, delayUntil} = rollout;

	if (facts.standstill !== undefined && rollout.state === 'rolling') {
		return [` ${tone('look', 'It stands still')}`];
	}

	if (rollout.blocked !== undefined) {
		return [` ${tone('look', `No node fits: ${clean(rollout.blocked)}`)}`];
	}

	if (rollout.waitsFor !== undefined) {
		const words = `It made a task on ${hostOf(rollout.waitsFor)}, and the node died before that ran`;
		return [` ${tone('look', words)}   ${tone('dim', 'rolling back or changing the pace ends the wait')}`];
	}

	if (rollout.state === 'rolling') {
		const many = policy.parallelism === 0 ? 'all at once' : `${policy.parallelism} at a time`;
		const working = slots.filter(({phase}) => phase === 'stopping' || phase === 'starting').map(({key}) => key);
		const isGlobal = service.mode.kind === 'global';
		const names =
			isGlobal || working.length === 0 ? `${busy} ${isGlobal ? 'nodes' : 'slots'}` : slotNames(working, false);
		const wait =
			delayUntil === undefined
				? ''
				: `${busy === 0 ? 'Next' : 'next'} slot in ${roughSeconds((delayUntil - now) / 1000)} (delay ${roughSeconds(policy.delay)})`;
		const doing =
			busy === 0
				? wait || (rollout.counts.old > 0 ? 'Swarm takes the next' : 'Watching the last ones')
				: `Replacing ${names}, ${many}${wait === '' ? '' : `; ${wait}`}`;
		return [` ${tone('moving', doing)}   ${tone('dim', 'no failures so far')}`];
	}

	return [tone('dim', isJob(service) ? ' No failures' : ' No task of the current spec fails')];
}

function logLines(facts: CockpitFacts, width: number, height: number): readonly string[] {
	if (height <= 0) {
		return [];
	}

	const {log, failure} = facts;
	const lines = log.lines.slice(-height);

	if (lines.length === 0) {
		return [tone('dim', fit(`   ${log.note}`, width))];
	}

	const from = failure === undefined ? namesOfLines(facts, lines) : lines.map(() => '');
	const wide = Math.max(...from.map(cells));
	return lines.map((line, index) =>
		logLine(line, wide === 0 ? '' : ` ${fit(from[index] ?? '', wide, 'right')}`, width),
	);
}

/** Which slot, or node, each line is from. */
function namesOfLines({rollout, service, hostOf}: CockpitFacts, lines: readonly LogLine[]): readonly string[] {
	const isGlobal = service.mode.kind.startsWith('global');
	const wanted = new Set(lines.map(({taskId}) => taskId));
	const names = new Map(
		rollout.slots.flatMap(({key, oldTask, newTask}) =>
			[oldTask, newTask].flatMap(task =>
				task !== undefined && wanted.has(task.id) ? [[task.id, isGlobal ? hostOf(task.nodeId) : key] as const] : [],
			),
		),
	);
	return lines.map(({taskId}) => (taskId === undefined ? '' : (names.get(taskId) ?? '')));
}

function logLine({at, text, stream}: LogLine, from: string, width: number) {
	const head = `   ${tone('dim', `${clock(at)}${from} |`)} `;
	const content = stream === 'engine' ? tone('look', clean(text)) : cleanKeepingColours(text);
	return head + fitStyled(content, Math.max(0, width - cells(head)));
}
