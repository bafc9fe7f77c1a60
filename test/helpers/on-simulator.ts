import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {stripVTControlCharacters} from 'node:util';
import {connect} from '../../source/engine/client.ts';
import {readGivenFile} from '../../source/files/given-file.ts';
import {createJournal} from '../../source/files/journal.ts';
import {keepSpecIn} from '../../source/files/spec-file.ts';
import {unfinishedIn} from '../../source/files/unfinished.ts';
import type {GuidedRecord} from '../../source/operations/guided/guided.ts';
import {readOnly} from '../../source/operations/read-only.ts';
import type {Target} from '../../source/operations/target.ts';
import {createCluster} from '../../source/store/cluster.ts';
import {createLogFollower, createLogs} from '../../source/store/logs.ts';
import {createSpecHistory} from '../../source/store/spec-history.ts';
import {startSync} from '../../source/store/sync.ts';
import type {ShellTerminal} from '../../source/ui/context.ts';
import {createDashboard} from '../../source/ui/dashboard.ts';
import {drawGuide} from '../../source/ui/panes/guide.ts';
import {topLayer} from '../../source/ui/state.ts';
import {specOf} from '../simulator/contract/services.ts';
import {type Served, served} from '../simulator/served.ts';
import {createFlowingClock} from './flowing-clock.ts';

const patience = 60_000;

type Options = {
	readonly isReadOnly?: boolean;
	/** Time there flows only when told to, ours by itself as well: with this, what takes long here takes as long there. */
	readonly isInStep?: boolean;
	/** Where an earlier one kept what it kept. */
	readonly folder?: string;
	readonly swarm?: Served;
	/** What stands for the terminal that is lent. */
	readonly shell?: ShellTerminal;
};

/** The whole program but its drawing, over a simulated swarm: a second here is a second there. */
export const openOnSimulator = async ({isReadOnly = false, isInStep = false, ...options}: Options = {}) => {
	const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'on-simulator-'));
	const swarm = options.swarm ?? (await served());
	const time = createFlowingClock(swarm.simulator.swarm.timeline.now());
	const connected = connect({kind: 'unix', socketPath: swarm.socketPath});
	const engine = isReadOnly ? readOnly(connected) : connected;
	const cluster = createCluster();
	const logs = createLogs();
	const sync = startSync({engine, cluster, clock: time.clock});
	const follower = createLogFollower({engine, logs, clock: time.clock});
	const dated = () => new Date(time.now());
	const journal = createJournal(folder, {address: () => 'test', actor: {user: 'tester'}, now: dated});
	const history = createSpecHistory({cluster, now: time.now});
	const files = unfinishedIn<GuidedRecord>(folder);
	const dashboard = createDashboard({
		size: {columns: 160, rows: 48},
		cluster,
		sync,
		logs,
		follower,
		resources: {
			engine,
			credentials: async () => undefined,
			readFile: readGivenFile,
			keepSpec: keepSpecIn(folder, dated),
			keepReplaced: async () => undefined,
		},
		history,
		isReadOnly,
		legend: () => [],
		journal: journal.write,
		unfinished: files,
		...(options.shell === undefined ? {} : {shell: options.shell}),
		now: time.now,
		after: time.clock.after,
		write: () => {},
		suspend: () => {},
		quit: () => {},
	});
	const {context} = dashboard;
	const ticks: (() => void)[] = [];
	const ui = () => context.ui.getState();

	const opened = {
		context,
		swarm,
		folder,
		files,
		ui,
		/** Called at every tenth of a simulated second. */
		onTick: (look: () => void) => void ticks.push(look),
		/** Lets time pass, here and there, until it is so. */
		soon: async (isSo: () => boolean) => {
			const end = performance.now() + patience;
			while (!isSo()) {
				if (performance.now() > end) {
					throw new Error(`Waited in vain until ${isSo}. ${ui().message?.text ?? ''}\n${opened.page()}`);
				}
				const behind = time.now() - swarm.simulator.swarm.timeline.now();
				swarm.simulator.advance(isInStep ? Math.max(100, behind + 100) : 100);
				ticks.forEach(look => void look());
				await time.skip(100);
				await new Promise(resolve => setTimeout(resolve, 1));
			}
		},
		journal: () =>
			readFileSync(join(folder, 'journal.jsonl'), 'utf8')
				.trim()
				.split('\n')
				.map(
					line => JSON.parse(line) as {readonly operation: string; readonly outcome: string; readonly command: string},
				),
		create: (name: string, replicas: number, more = {}) => swarm.post('/services/create', specOf(name, replicas, more)),
		node: (hostname: string): Target & {readonly kind: 'node'} => {
			const saw = [...(cluster.getState().snapshot.nodes?.items.values() ?? [])].find(
				node => node.hostname === hostname,
			);
			if (saw === undefined) {
				throw new Error(`no node ${hostname}`);
			}
			return {kind: 'node', id: saw.id, saw};
		},
		/** Running, meant to, and on a node that is up: as the swarm itself has it. */
		running: (service: string) =>
			[...swarm.simulator.swarm.store.tasks.all.values()]
				.filter(
					({raw}) =>
						raw.Status.State === 'running' &&
						raw.DesiredState === 'running' &&
						nameOf(swarm, raw.ServiceID) === service,
				)
				.map(({raw}) => raw),
		review: () => {
			const top = topLayer(ui());
			return top?.kind === 'operation' && top.phase.kind === 'review' ? top.phase : undefined;
		},
		/** Presses keys by their names; a dialog listens only a moment after it was drawn. */
		press: (...keys: readonly string[]) => {
			for (const key of keys) {
				dashboard.press({key, text: key.length === 1 ? key : undefined} as never);
			}
		},
		/** Nothing is drawn here: dialogs listen at once. */
		hear: () => {
			const top = topLayer(ui());
			if (top !== undefined && 'deafUntil' in top) {
				context.ui.setState(({layers}) => ({layers: [...layers.slice(0, -1), {...top, deafUntil: 0}]}));
			}
		},
		guide: () => context.guides.store.getState().guide,
		page: () =>
			drawGuide(context, {kind: 'guide', top: 0}, ui())
				.map(line => stripVTControlCharacters(line).trimEnd())
				.join('\n'),
		/** Skep is gone: as if it had crashed. */
		close: async () => {
			dashboard.stop();
			follower.stop();
			sync.stop();
			history.stop();
			engine.close();
			time.stop();
		},
		[Symbol.asyncDispose]: async () => {
			await opened.close();
			await swarm[Symbol.asyncDispose]();
			rmSync(folder, {recursive: true, force: true});
		},
	};
	await opened.soon(() => cluster.getState().snapshot.hasAllTasks);
	return opened;
};

export type OnSimulator = Awaited<ReturnType<typeof openOnSimulator>>;

const nameOf = (swarm: Served, id: string | undefined) =>
	swarm.simulator.swarm.store.services.all.get(id ?? '')?.raw.Spec.Name;
