import {stripVTControlCharacters} from 'node:util';
import type {TaskId} from '../../swarm/ids.ts';
import type {Snapshot} from '../../swarm/snapshot.ts';
import type {Task} from '../../swarm/task.ts';
import type {PagerLayer, ShelfSubject, SwarmSubject} from '../layers.ts';
import {taskName} from '../shell/way-in.ts';
import {clean} from '../text/clean.ts';
import {tone} from '../text/style.ts';
import type {View} from '../view.ts';
import {contentLines} from './content.ts';
import {describeNode} from './describe-node.ts';
import {describeService} from './describe-service.ts';
import {describeSwarm} from './describe-swarm.ts';
import {describeTask} from './describe-task.ts';
import {diffLines} from './diff.ts';
import {helpLines} from './help.ts';
import {describeNoQuorum} from './no-quorum.ts';
import {drawEntries, type Entry} from './section.ts';
import {describeUnlockKey} from './unlock-key.ts';
import {yamlLines} from './yaml.ts';

/** The whole text of a page, as styled lines; the pager shows a window of it. */
export function pageLines(
	view: View,
	{about, form}: PagerLayer,
	columns: number,
	{isPlain = false} = {},
): readonly string[] {
	const lines = linesOf(view, about, form, columns);
	return isPlain ? lines.map(line => stripVTControlCharacters(line)) : lines;
}

function linesOf(view: View, about: PagerLayer['about'], form: PagerLayer['form'], columns: number) {
	switch (about.kind) {
		case 'help':
			return helpLines(about.legend, columns);
		case 'history':
			return drawEntries(about.entries, columns);
		case 'swarm':
			return swarmLines(view, about, form, columns);
		case 'unlockKey':
			return drawEntries(describeUnlockKey(about), columns);
		case 'noQuorum':
			return drawEntries(describeNoQuorum(view.cluster()), columns);
		case 'shelf':
			return shelfLines(view, about, form, columns);
		default:
			return aboutLines(view, about, form, columns);
	}
}

type Thing = Exclude<PagerLayer['about'], {kind: 'help' | 'history' | 'shelf' | 'swarm' | 'unlockKey' | 'noQuorum'}>;

function aboutLines(view: View, about: Thing, form: PagerLayer['form'], columns: number) {
	const found = find(view, about);

	if (found === undefined) {
		return gone;
	}

	if (form === 'diff') {
		return about.kind === 'service' ? diffLines(view.serviceOf(about.id), columns) : [];
	}

	return form === 'yaml' ? drawYaml(found.raw) : drawEntries(found.describe(), columns);
}

/** Values are what is looked for: the names of fields stand back. */
const drawYaml = (raw: unknown) =>
	yamlLines(raw).map(line => ` ${clean(line).replace(/^(?: |- )*[^\s:]+:(?= |$)/, field => tone('dim', field))}`);

const gone = ['', ' It is gone: the swarm no longer has it.'];

function swarmLines(view: View, {tokens}: SwarmSubject, form: PagerLayer['form'], columns: number) {
	const snapshot = view.snapshot();
	return form === 'yaml' ? drawYaml(snapshot.swarm?.raw) : drawEntries(describeSwarm(snapshot, tokens), columns);
}

function shelfLines(view: View, {shelf, id, content}: ShelfSubject, form: PagerLayer['form'], columns: number) {
	const page = view.shelf(shelf).page(id);

	if (page === undefined) {
		return gone;
	}

	if (form === 'yaml' && page.raw === undefined) {
		return ['', ' The engine has no object of its own for it: there is no YAML to show.'];
	}

	return form === 'yaml'
		? drawYaml(page.raw)
		: [...drawEntries(page.describe(), columns), ...(shelf === 'configs' ? contentLines(content) : [])];
}

type Found = {readonly raw: unknown; readonly describe: () => readonly Entry[]};

function find(view: View, about: Thing): Found | undefined {
	if (about.kind === 'service') {
		const service = view.serviceOf(about.id);
		return service && {raw: service.raw, describe: () => describeService(service, view)};
	}

	if (about.kind === 'node') {
		const node = view.nodeOf(about.id);
		return node && {raw: node.raw, describe: () => describeNode(node, view)};
	}

	const task = findTask(view.snapshot(), about.id);
	return task && {raw: task.raw, describe: () => describeTask(task, view.snapshot())};
}

export function findTask(snapshot: Snapshot, id: TaskId): Task | undefined {
	for (const {items} of snapshot.tasks.values()) {
		const task = items.find(task => task.id === id);

		if (task !== undefined) {
			return task;
		}
	}

	return undefined;
}

/** What a page is about, for its title. */
export function pageTitle(view: View, {about, form}: PagerLayer) {
	if (about.kind === 'help') {
		return 'Keys';
	}

	if (about.kind === 'unlockKey') {
		return 'Unlock key';
	}

	if (about.kind === 'noQuorum') {
		return "No quorum: the swarm can't be changed or healed now";
	}

	if (about.kind === 'history') {
		return `Service ${clean(view.serviceOf(about.id)?.name ?? about.id)}, the specs it had`;
	}

	if (about.kind === 'swarm') {
		return `Swarm${formWords[form]}`;
	}

	if (about.kind === 'shelf') {
		return `${view.shelf(about.shelf).page(about.id)?.title ?? clean(about.id)}${formWords[form]}`;
	}

	return `${thingTitle(view, about)}${formWords[form]}`;
}

function thingTitle(view: View, about: Thing) {
	switch (about.kind) {
		case 'service':
			return `Service ${clean(view.serviceOf(about.id)?.name ?? about.id)}`;
		case 'node':
			return `Node ${clean(view.nodeOf(about.id)?.hostname ?? about.id)}`;
		case 'task': {
			const task = findTask(view.snapshot(), about.id);
			const name = task === undefined ? about.id : `${taskName(task, view.snapshot())}, ${about.id}`;
			return `Task ${clean(name)}`;
		}
	}
}

const formWords = {describe: '', yaml: ', as YAML', diff: ', against the spec before', history: '', help: ''} as const;
