import {stepsOf} from '../../operations/guided/advance.ts';
import type {GuidedRecord} from '../../operations/guided/guided.ts';
import {guidedKinds} from '../../operations/guided/kinds.ts';
import type {Guide} from '../../operations/guided/runner.ts';
import {timeLeftOf} from '../../operations/guided/time-left.ts';
import {seenIn} from '../../operations/targets.ts';
import {isAlive} from '../../swarm/node.ts';
import {tasksOnNode} from '../../swarm/snapshot.ts';
import {hasEnded, isUnwanted, type Task} from '../../swarm/task.ts';
import {nobody, usersIn} from '../../swarm/uses.ts';
import type {CommandContext} from '../context.ts';
import {exactAge} from '../format/age.ts';
import type {GuideAskLayer, GuideLayer} from '../layers.ts';
import type {UiState} from '../state.ts';
import {clean} from '../text/clean.ts';
import {cut, fit, fitStyled, wrap} from '../text/fit.ts';
import {tone} from '../text/style.ts';
import {drawFoot, type KeyHint} from '../widgets/foot.ts';
import {drawTitle} from '../widgets/title.ts';
import {timeLines} from './time-lines.ts';

/** What is done step by step, over the whole screen: what is through, what goes on, what comes. */
export function drawGuide(context: CommandContext, layer: GuideLayer | GuideAskLayer, ui: UiState): readonly string[] {
	const {columns: width, rows: height} = ui.size;
	const {guide, ended} = context.guides.store.getState();
	const record = guide?.record ?? ended?.record;
	const body =
		record === undefined ? [tone('dim', ' Nothing is done step by step now')] : bodyOf(context, record, guide);
	const room = height - 2;
	const top = Math.max(0, Math.min(layer.kind === 'guide' ? layer.top : 0, body.length - room));
	const shown = body.slice(top, top + room).map(line => fitStyled(line, width));
	const {message} = ui;
	return [
		drawTitle(titleOf(record, guide), width, true, stateWords(record, guide, context.view.now())),
		...shown,
		...Array.from({length: Math.max(0, room - shown.length)}, () => ' '.repeat(width)),
		drawFoot(keysFor(guide, leftover(context)), {message}, width),
	];
}

const titleOf = (record: GuidedRecord | undefined, guide: Guide | undefined) =>
	record === undefined
		? 'Step by step'
		: `${guide?.record.phase === 'undoing' ? 'Undoing: ' : ''}${clean(record.title)}`;

function stateWords(record: GuidedRecord | undefined, guide: Guide | undefined, now: number) {
	if (guide === undefined) {
		return record === undefined ? '' : 'done';
	}

	return guide.status === 'going' ? exactAge(now - guide.record.startedAt) : guide.status;
}

/** What it left without a use, while the swarm still has it. */
function leftover({guides, view}: CommandContext) {
	const left = guides.left();
	return left && seenIn(view.snapshot(), left.kind).has(left.id) ? left : undefined;
}

const back: KeyHint = ['Esc', 'back'];

function keysFor(guide: Guide | undefined, left: ReturnType<typeof leftover>): readonly KeyHint[] {
	if (guide === undefined) {
		return left === undefined ? [back] : [back, ['Ctrl+D', `remove ${clean(left.name)}`]];
	}

	const undo: readonly KeyHint[] = guide.record.phase === 'going' ? [['X', 'undo it']] : [];
	return guide.status === 'going'
		? [['Esc', 'leave it running'], ['0 Enter', 'come back'], ...undo]
		: [back, ['Enter', 'go on'], ...undo, ['f', 'forget it, and leave everything as it is']];
}

function bodyOf(context: CommandContext, record: GuidedRecord, guide: Guide | undefined) {
	const kind = guidedKinds[record.kind];
	const now = context.view.now();
	const steps = stepsOf(kind, record);
	const lines = steps.map(({title}, index) => stepLine(title, index, record, guide, now));
	const why = guide?.why === undefined ? [] : whyLines(guide, context.ui.getState().size.columns);
	const outlook = kind.outlook?.(record.input, context.view.snapshot()) ?? [];
	return [
		'',
		...lines.flatMap((line, index) => (index === record.done ? [line, ...why] : [line])),
		...(guide?.status === 'going'
			? timeLines(
					timeLeftOf(kind, record, context.view.snapshot(), now),
					context.guides,
					`${record.id} ${record.phase}`,
				)
			: []),
		...(steps.length === 0 ? [' Nothing is left to take back.'] : []),
		...leftLines(context),
		...(outlook.length === 0 ? [] : ['', ...outlook.map(line => ` ${clean(line)}`)]),
		...(guide === undefined ? [] : nodeLines(context, guide, now)),
	];
}

function stepLine(
	title: string,
	index: number,
	{done, times, startedAt}: GuidedRecord,
	guide: Guide | undefined,
	now: number,
) {
	const text = clean(title);
	const began = times[index - 1] ?? startedAt;

	if (index < done || guide === undefined) {
		const took = (times[index] ?? began) - began;
		return tone('dim', `   done  ${text}${took >= 1000 ? `  ${exactAge(took)}` : ''}`);
	}

	if (index > done) {
		return tone('dim', `         ${text}`);
	}

	return guide.status === 'going'
		? ` > ${tone('moving', 'now ')}  ${tone('bold', text)}  ${tone('dim', exactAge(now - began))}`
		: ` > ${tone('look', 'next')}  ${tone('bold', text)}`;
}

/** It may go, and what would miss it. */
function leftLines(context: CommandContext): readonly string[] {
	const left = leftover(context);

	if (left === undefined) {
		return [];
	}

	const {now, before} = usersIn(context.view.snapshot().services?.items.values() ?? []).get(left.id) ?? nobody;
	const users = now.map(({name}) => clean(name)).join(', ');
	const needed = before.map(({name}) => clean(name)).join(', ');
	const name = clean(left.name);
	const words =
		now.length > 0
			? `${name} is in use again, by ${users}.`
			: `No service has ${name} any more${needed === '' ? '' : `; \`docker service rollback\` of ${needed} would need it`}. Ctrl+D removes it.`;
	return ['', ...wrap(words, Math.min(96, context.ui.getState().size.columns - 2)).map(line => ` ${line}`)];
}

const whyLines = ({status, why = ''}: Guide, columns: number) =>
	wrap(clean(why), Math.min(90, columns - 10)).map(
		line => `         ${tone(status === 'stopped' ? 'look' : 'moving', line)}`,
	);

/** The node that is emptied, task by task. */
function nodeLines({view, guides}: CommandContext, {record}: Guide, now: number): readonly string[] {
	const id = guides.watches()?.node ?? guidedKinds[record.kind].watches(record.input).node;
	const node = id && view.nodeOf(id);

	if (node === undefined) {
		return [];
	}

	const tasks = isAlive(node) ? tasksOnNode(view.snapshot(), node.id).filter(task => !hasEnded(task)) : [];
	const name = (task: Task) => clean((task.serviceId && view.serviceOf(task.serviceId)?.name) ?? '?');
	const rows = tasks.toSorted(
		(a, b) => (name(a) < name(b) ? -1 : Number(name(a) > name(b))) || (a.slot ?? 0) - (b.slot ?? 0),
	);
	const width = Math.min(30, Math.max(7, ...rows.map(task => name(task).length)));
	return [
		'',
		` ${tone('bold', clean(node.hostname))}: ${node.state}, ${node.availability}, ${tasks.length === 0 ? 'empty' : `${tasks.length} left`}`,
		...(rows.length === 0 ? [] : [tone('dim', `   ${fit('SERVICE', width)}  SLOT  STATE       SINCE`)]),
		...rows.map(task => {
			const state = isUnwanted(task) ? 'stopping' : task.state;
			const line = `   ${fit(cut(name(task), width), width)}  ${fit(`${task.slot ?? '-'}`, 4, 'right')}  ${fit(state, 10)}  ${exactAge(Math.max(0, now - (isUnwanted(task) ? task.updatedAt : task.stateAt)))}`;
			return isUnwanted(task) ? tone('moving', line) : line;
		}),
	];
}
