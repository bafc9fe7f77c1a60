import {nodeOf, type Snapshot} from '../../swarm/snapshot.ts';
import {type KeyHint, leave, paragraph} from '../dialogs/dialog-lines.ts';
import type {DialogText} from '../dialogs/dialog-text.ts';
import {fieldLines, labelWidth} from '../dialogs/form-field.ts';
import {clean} from '../text/clean.ts';
import {wrap} from '../text/fit.ts';
import {tone} from '../text/style.ts';
import {chosenTask, hostOf, type ShellLayer, wayOf} from './shell-layer.ts';
import {taskName, type WayIn} from './way-in.ts';

type ShellView = {readonly snapshot: Snapshot; readonly sshNode: string | undefined};

/** What the dialog says: what is run and where, which way it goes, and the command that does the same. */
export function shellText(layer: ShellLayer, {snapshot, sshNode}: ShellView, width: number): DialogText {
	const task = chosenTask(layer);
	const title = task === undefined ? 'Shell' : `Shell in ${taskName(task, snapshot)} on ${hostOf(task, snapshot)}`;

	switch (layer.phase.kind) {
		case 'opening':
			return {title, body: ['Asking the engine...'], foot: [leave]};
		case 'failed':
			return {
				title,
				body: paragraph(layer.phase.sentence, width, 'look'),
				foot: [
					['Enter', 'another command'],
					['Esc', 'close'],
				],
			};
		case 'form':
			return {title, ...formText(layer, {snapshot, sshNode}, width)};
	}
}

function formText(layer: ShellLayer, {snapshot, sshNode}: ShellView, width: number) {
	const {form, hasDroppedKeys} = layer;
	const label = labelWidth(form.fields);
	const way = wayOf(layer, snapshot, sshNode);
	return {
		body: [
			...(hasDroppedKeys ? [tone('look', 'Keys typed before this was on screen were dropped.'), ''] : []),
			...form.fields.flatMap((_, index) => fieldLines(form, index, {label, width})),
			'',
			...wayLines(layer, way, snapshot, width),
		],
		foot: keysFor(layer, way),
	};
}

function wayLines(layer: ShellLayer, way: WayIn, snapshot: Snapshot, width: number): readonly string[] {
	if (way.kind === 'none') {
		return paragraph(`Not now: ${way.why}.`, width, 'look');
	}

	const node = nodeOf(snapshot, chosenTask(layer)?.nodeId);
	const isSilent = node !== undefined && node.state !== 'ready';
	const route =
		way.kind === 'engine'
			? 'Through the engine that skep talks to. The same by hand:'
			: `${node?.hostname ?? 'Its node'} is another node, where managers run nothing: over your own ssh, in this terminal.`;
	return [
		...(isSilent ? paragraph(`${node.hostname} is ${node.state}: it may not answer.`, width, 'look') : []),
		...paragraph(route, width, 'plain'),
		'',
		...wrap(`$ ${clean(way.command)}`, width).map(line => tone('bold', line)),
	];
}

const keysFor = ({form}: ShellLayer, way: WayIn): readonly KeyHint[] => [
	...(way.kind === 'none' ? [] : ([['Enter', way.kind === 'ssh' ? 'run it' : 'open']] as const)),
	...(form.fields.length > 1 ? ([['Tab', 'next']] as const) : []),
	...(form.fields[form.active]?.choices === undefined ? [] : ([['Left Right', 'choose']] as const)),
	...(way.kind === 'none' ? [] : ([['Ctrl+Y', 'copy']] as const)),
	['Esc', 'leave'],
];
