import {image} from '../swarm-lab/images.ts';
import type {Lab} from '../swarm-lab/lab.ts';
import {until} from '../swarm-lab/until.ts';
import type {Expected} from './ask-skep.ts';
import type {Swarm} from './swarm.ts';

const on = (host: string) => ['--constraint', `node.hostname==${host}`];
const soon = ['--restart-delay', '200ms'];
const calm = ['--update-monitor', '1s', '--stop-grace-period', '1s'];

const why = /why .* node by node/;
const logs = /^its logs/;
const cockpit = /^its cockpit/;

/** Everything that can be wrong with a service, on the managers that live on, and what should be told of it. */
export const serviceTroubles: readonly Expected[] = [
	{urgency: 'act', verdict: 'DOWN', name: 'nowhere', evidence: /node\.labels\.gpu/, cure: why},
	{urgency: 'look', verdict: 'SHORT', name: 'short', evidence: /has 1 of at most 1/, cure: why},
	{urgency: 'act', verdict: 'LOOP', name: 'loop', evidence: /^\d+ failures in \d+ s, .*exit \(3\)/, cure: logs},
	{
		urgency: 'act',
		verdict: 'LOOP',
		name: 'killed',
		evidence: /^\d+ failures in \d+ s, the last in slot 1 on mgr1: exit 137 \(killed; memory limit is 64 MiB\)/,
		cure: logs,
	},
	{urgency: 'act', verdict: 'GAVE UP', name: 'gave-up', evidence: /no more tries in slot 1.*exit \(3\)/, cure: logs},
	{
		urgency: 'act',
		verdict: 'PAUSED',
		name: 'paused',
		evidence: /1 -> bad failed in slots? \d.*exit \(3\)/,
		cure: cockpit,
	},
	{urgency: 'look', verdict: 'STUCK', name: 'stuck', evidence: /new 0 of 2, stuck: no suitable node/, cure: cockpit},
	{urgency: 'look', verdict: 'ROLLED BACK', name: 'undone', evidence: /1 -> bad failed.*back on 1/, cure: cockpit},
	{
		urgency: 'look',
		verdict: 'IMAGE',
		name: 'only',
		evidence: /only mgr1 has only\/here:1; mgr2 could/,
		cure: /push its/,
	},
	{urgency: 'look', verdict: 'IMAGE', name: 'local', evidence: /each node looks for it on itself/, cure: /push its/},
	{
		urgency: 'look',
		verdict: 'DIGEST',
		name: 'moved',
		evidence: /2 different images .*shop\/moved:1$/,
		cure: /one image/,
	},
	{urgency: 'act', verdict: 'DOWN', name: 'offline', evidence: /wait for the network lost.*never allocated/, cure: why},
	{urgency: 'act', verdict: 'NETWORK', name: 'lost', evidence: /1 task of offline can't start/, cure: /addresses/},
	{urgency: 'act', verdict: 'NETWORK', name: 'small', evidence: /all its addresses are taken/, cure: /addresses/},
];

type Make = {
	readonly swarm: Swarm;
	readonly docker: (...args: string[]) => Promise<string>;
	readonly update: (...args: string[]) => Promise<string>;
};

/** Whose image has a digest, another one now under the same tag. */
async function moveTag({swarm, docker, update}: Make) {
	const moved = image('shop/moved:1');
	const publish = async (from: string) => {
		await docker('pull', '--quiet', image(from));
		await docker('tag', image(from), moved);
		await docker('push', '--quiet', moved);
	};
	await publish('shop/web:1');
	await swarm.create('moved', moved, ['--replicas', '2', ...on('mgr1'), ...calm], 2);
	await publish('shop/web:2');
	await update('--image', moved, '--update-delay', '1h', 'moved');
	await until('one task has the new image', async () => {
		const running = await swarm.running('moved');
		return running.length === 2 && new Set(running.map(({Spec}) => Spec.ContainerSpec.Image)).size === 2;
	});
	// The update rests after its first task; a write that changes nothing has the engine forget that it is under way.
	await update('moved');
}

/** Images that mgr1 has, and no registry. */
async function keepImages({swarm, docker}: Make) {
	await docker('pull', '--quiet', image('shop/quiet:1'));
	await Promise.all(['only/here:1', 'localhost:5000/thing:1'].map(name => docker('tag', image('shop/quiet:1'), name)));
	const living = ['--constraint', 'node.role==manager', '--constraint', 'node.hostname!=mgr3'];
	await swarm.create('only', 'only/here:1', ['--replicas', '2', '--no-resolve-image', ...living, ...soon]);
	await swarm.create('local', 'localhost:5000/thing:1', ['--no-resolve-image', ...on('mgr1')]);
}

async function crowdNetworks({swarm, docker}: Make) {
	for (const [name, subnet] of Object.entries({first: '10.99.0.0/24', lost: '10.99.0.0/24', small: '10.99.1.0/29'})) {
		await docker('network', 'create', '--driver', 'overlay', '--subnet', subnet, name);
	}

	await swarm.create('offline', image('shop/quiet:1'), ['--network', 'lost']);
	await swarm.create('crowd', image('shop/quiet:1'), ['--network', 'small', '--replicas', '3', ...on('mgr1')]);
}

async function failUpdate({swarm, update}: Make, name: string, action: 'pause' | 'rollback') {
	const policy = ['--update-failure-action', action, '--update-monitor', '12s', '--rollback-monitor', '1s'];
	await swarm.create(name, image('shop/web:1'), [...on('mgr1'), '--replicas', '2', ...policy], 2);
	await update('--image', image('shop/web:bad'), name);
}

async function hinderUpdate({swarm, update}: Make) {
	await swarm.create('stuck', image('shop/quiet:1'), ['--replicas', '2', ...on('mgr1'), ...calm], 2);
	// No constraint: any write to mgr1 would have the managers end the old tasks, too, and nothing would run.
	await update('--log-driver', 'carrier-pigeon', 'stuck');
}

async function crash({swarm, docker}: Make) {
	await swarm.create('loop', image('shop/crash:1'), [...on('mgr2'), ...soon]);
	await swarm.create('gave-up', image('shop/crash:1'), ['--restart-max-attempts', '1', ...on('mgr2'), ...soon]);
	const flags = ['--quiet', '--detach', '--name', 'killed', '--limit-memory', '64m', ...on('mgr1'), ...soon];
	await docker('service', 'create', ...flags, image('shop/quiet:1'), 'sh', '-c', 'sleep 1; exit 137');
}

async function lackNodes({swarm}: Make) {
	await swarm.create('nowhere', image('shop/quiet:1'), ['--constraint', 'node.labels.gpu==yes']);
	await swarm.create('short', image('shop/quiet:1'), ['--replicas', '6', '--replicas-max-per-node', '1']);
}

/** Makes them, side by side. Slow are the network, which has half a minute to be allocated, and what has to calm down. */
export async function troubleServices(lab: Lab, swarm: Swarm) {
	const docker = (...args: string[]) => lab.docker(lab.node('mgr1'), ...args);
	const make = {
		swarm,
		docker,
		update: (...args: string[]) => docker('service', 'update', '--quiet', '--detach', ...args),
	};
	await Promise.all([
		keepImages(make),
		crowdNetworks(make),
		moveTag(make),
		hinderUpdate(make),
		failUpdate(make, 'paused', 'pause'),
		failUpdate(make, 'undone', 'rollback'),
		crash(make),
		lackNodes(make),
	]);
}
