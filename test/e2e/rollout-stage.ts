import {image} from '../swarm-lab/images.ts';
import type {Lab} from '../swarm-lab/lab.ts';
import {until} from '../swarm-lab/until.ts';
import type {Scenario} from './rollout-scenarios.ts';
import {askSwarm} from './swarm.ts';

/** What a scenario can do to its service. */
export type Stage = {
	/** `docker service update` with these flags. */
	update(...flags: readonly string[]): Promise<void>;
	/** The same update again, until the engine goes on with it: it loses one that comes while a paused updater is busy. */
	resume(): Promise<unknown>;
	scale(replicas: number): Promise<void>;
	/** Until the engine says one of these of it. */
	untilUpdate(...states: readonly string[]): Promise<unknown>;
	/** Told the states of the tasks that are meant to run. */
	untilTasks(what: string, isSo: (states: readonly string[]) => boolean): Promise<unknown>;
	readonly lab: Lab;
};

/** Both directions watch new tasks for so long, in milliseconds. */
export const monitor = 8000;

const pace = ['--update-monitor', `${monitor}ms`, '--rollback-monitor', `${monitor}ms`, '--restart-delay', '1s'];
const defaultReplicas = 3;

/** Creates the scenario's service; returns when it is ready to be played. */
export async function prepare(lab: Lab, scenario: Scenario) {
	const {name, create = [], args = [], isAnywhere = false, running = defaultReplicas} = scenario;
	const hasCount = create.some(flag => flag === '--replicas' || flag === 'global');
	const flags = [
		...['--quiet', '--detach', '--name', name],
		...(hasCount ? [] : ['--replicas', `${defaultReplicas}`]),
		...(isAnywhere ? [] : ['--constraint', 'node.role==manager']),
		...(create.includes('replicated-job') ? [] : pace),
		...create,
	];
	await lab.docker(lab.node('mgr1'), 'service', 'create', ...flags, image(scenario.image ?? 'shop/quiet:1'), ...args);

	if (running > 0) {
		const areUp = (states: readonly string[]) => states.filter(state => state === 'running').length === running;
		await stageOf(lab, name).untilTasks('all run', areUp);
	}
}

export function stageOf(lab: Lab, name: string): Stage {
	const swarm = askSwarm(lab, () => lab.node('mgr1'));
	const docker = async (...args: readonly string[]) => void (await lab.docker(lab.node('mgr2'), 'service', ...args));
	const update = (...flags: readonly string[]) => docker('update', '--quiet', '--detach', ...flags, name);
	const isUpdate = async (...states: readonly string[]) =>
		states.includes((await swarm.service(name)).UpdateStatus?.State ?? '');
	const states = async () => (await swarm.tasks(name, 'running', 'ready')).map(({Status}) => Status.State);

	return {
		lab,
		update,
		resume: () =>
			until(`${name} goes on`, async () => {
				await update();
				return until(`${name} is updating`, () => isUpdate('updating'), {seconds: 3});
			}),
		scale: replicas => docker('scale', '--detach', `${name}=${replicas}`),
		untilUpdate: (...states) => until(`${name} is ${states.join(' or ')}`, () => isUpdate(...states)),
		untilTasks: (what, isSo) => until(`${name}: ${what}`, async () => isSo(await states())),
	};
}
