import type {LogsState} from '../../store/logs.ts';
import {serviceOf} from '../../swarm/snapshot.ts';
import {dottedName} from '../../swarm/task.ts';
import type {Instant} from '../../swarm/values.ts';
import {age} from '../format/age.ts';
import {findTask} from '../pages/page.ts';
import type {UiState} from '../state.ts';
import {clean} from '../text/clean.ts';
import type {View} from '../view.ts';
import {searchOf} from './matching.ts';
import {type LogWindow, placeAmong} from './window.ts';

export function titleOf(view: View, {logs: {filter, hidesStopped}}: UiState) {
	const subject = view.logSubject();

	if (subject === undefined) {
		return '4 Logs';
	}

	const suffix = `${filter === '' ? '' : `, matching /${clean(filter)}`}${hidesStopped ? ', stopped tasks hidden' : ''}`;

	if (subject.kind === 'services') {
		return `4 Logs of ${clean(subject.name)}${suffix}`;
	}

	if (subject.kind === 'service') {
		return `4 Logs of ${clean(view.serviceOf(subject.id)?.name ?? subject.id)}${suffix}`;
	}

	const task = findTask(view.snapshot(), subject.id);
	const service = serviceOf(view.snapshot(), task?.serviceId)?.name ?? '';
	const name = task === undefined ? service : dottedName(service, task);
	return `4 Logs of ${clean(name)} (${subject.id.slice(0, 6)})${suffix}`;
}

/** What is found, where one is, and how the log comes in. */
export function asideOf({logs: view}: UiState, logs: LogsState, seen: LogWindow | undefined, now: Instant) {
	const held = view.held === undefined ? undefined : heldWords(seen, now);
	return [foundWords(view, logs), held, logs.status === 'connecting' ? 'connecting' : undefined]
		.filter(part => part !== undefined)
		.join(', ');
}

/** `hit 3 of 41`, counted from the newest. */
function foundWords({search, hit}: UiState['logs'], {lines}: LogsState) {
	const test = searchOf(search);

	if (test === undefined) {
		return undefined;
	}

	const {count, place} = placeAmong(lines, test, hit);
	return count === 0 ? `no ${clean(search)}` : place === 0 ? `${count} found` : `${place} of ${count}`;
}

function heldWords(seen: LogWindow | undefined, now: Instant) {
	const at = seen?.lines.findLast(({stream}) => stream !== 'engine')?.at;
	const back = at === undefined || now - at < 60_000 ? '' : ` ${age(now - at)} back`;
	return `held${back}${seen !== undefined && seen.newer > 0 ? `, +${seen.newer.toLocaleString('en')} new` : ''}`;
}
