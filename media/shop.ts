import {image} from '../test/swarm-lab/images.ts';
import type {Lab} from '../test/swarm-lab/lab.ts';

type Shop = readonly (readonly [
	name: string,
	replicas: number | 'global',
	picture: string,
	...flags: readonly string[],
])[];

const slowly = ['--update-parallelism', '2', '--update-delay', '8s', '--update-monitor', '10s'];

/** A believable shop: most of it is well. */
const services: Shop = [
	['auth_api', 2, 'shop/quiet:1', '--reserve-memory', '512m', '--reserve-cpu', '0.1'],
	['edge_proxy', 'global', 'shop/quiet:1', '--reserve-memory', '128m'],
	['ledger_db', 1, 'shop/quiet:1', '--constraint', 'node.labels.disk == ssd'],
	['log_agent', 'global', 'shop/quiet:1'],
	['mail_relay', 1, 'shop/crash:1', '--publish', '2525:2525'],
	['pay_api', 3, 'shop/web:1', '--publish', '8443:8443', '--reserve-memory', '1g', ...slowly],
	['pay_worker', 4, 'shop/quiet:1', '--reserve-cpu', '0.2'],
	['search_idx', 2, 'shop/quiet:1', '--reserve-memory', '2g'],
	['shop_assets', 2, 'shop/web:1', '--publish', '8082:8082'],
	['shop_cron', 0, 'shop/quiet:1'],
	['shop_web', 6, 'shop/web:1', '--publish', '8080:8080', '--reserve-memory', '256m', ...slowly],
	['wiki_app', 1, 'shop/quiet:1', '--publish', '8090:8090'],
];

/** Fills a lab with the shop and waits until what can run does. */
export async function openShop(lab: Lab) {
	const manager = lab.node('mgr1');
	await Promise.all(
		services.map(([name, replicas, picture, ...flags]) => {
			const mode = replicas === 'global' ? ['--mode', 'global'] : ['--replicas', String(replicas)];
			const stack = ['--label', `com.docker.stack.namespace=${name.split('_')[0]}`];
			return lab.docker(
				manager,
				'service',
				'create',
				'--detach',
				'--name',
				name,
				...mode,
				...stack,
				...flags,
				image(picture),
			);
		}),
	);
	await lab.docker(manager, 'node', 'update', '--availability', 'pause', 'work2');
}

/** Something to watch: a rolling update, two slots at a time. */
export const startRollout = (lab: Lab) =>
	lab.docker(lab.node('mgr1'), 'service', 'update', '--detach', '--image', image('shop/web:2'), 'shop_web');
